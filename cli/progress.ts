import { oneLine } from '../shared/report/text.ts';
import type { Io } from './io.ts';

/** How far a stage is: `done` of `total` targets, and the one that ended last. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly label: string;
}

const WIDTH = 24;
/** Without a terminal a line is written when a stage ends and at each tenth of it, so that a log stays readable. */
const TENTHS = 10;

/** Shows progress on standard error: a bar per stage on a terminal, plain lines elsewhere. */
export function progress(io: Io): { readonly report: (progress: Progress) => void; readonly end: () => void } {
  return io.terminal.err ? bar(io) : lines(io);
}

function bar(io: Io): ReturnType<typeof progress> {
  let stage = '';
  return {
    report: (state) => {
      if (stage !== '' && stage !== state.stage) io.err('\n');
      stage = state.stage;
      const filled = state.total === 0 ? WIDTH : Math.round((state.done / state.total) * WIDTH);
      const drawn = `${'━'.repeat(filled)}${'─'.repeat(WIDTH - filled)}`;
      // Names of clusters are anybody's, and a line that wraps cannot be drawn over.
      const line = oneLine(`${state.stage.padEnd(8)} ${drawn} ${state.done}/${state.total} ${state.label}`);
      io.err(`\r\u001b[2K${line.slice(0, Math.max(40, io.terminal.columns - 1))}`);
    },
    end: () => {
      if (stage !== '') io.err('\n');
    },
  };
}

function lines(io: Io): ReturnType<typeof progress> {
  const said = new Map<string, string>();
  return {
    report: ({ stage, done, total }) => {
      // Targets are found on the way: all of two is not all of one.
      const step = done === total ? `all ${total}` : `${Math.floor((done / total) * TENTHS)}`;
      if (said.get(stage) === step) return;
      said.set(stage, step);
      io.err(`${stage}: ${done} of ${total}\n`);
    },
    end: () => undefined,
  };
}
