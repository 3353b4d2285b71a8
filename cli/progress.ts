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
      io.err(
        `\r\u001b[2K${state.stage.padEnd(8)} ${drawn} ${state.done}/${state.total} ${state.label}`.slice(
          0,
          Math.max(40, io.terminal.columns + 5),
        ),
      );
    },
    end: () => {
      if (stage !== '') io.err('\n');
    },
  };
}

function lines(io: Io): ReturnType<typeof progress> {
  const said = new Map<string, number>();
  return {
    report: ({ stage, done, total }) => {
      const tenth = total === 0 ? TENTHS : Math.floor((done / total) * TENTHS);
      if (said.get(stage) === tenth) return;
      said.set(stage, tenth);
      io.err(`${stage}: ${done} of ${total}\n`);
    },
    end: () => undefined,
  };
}
