import type { ProbeSeam } from '../shared/stages/probe/prober.ts';

/** Everything that a command may touch of the process: given by main.ts, or by a test. */
export interface Io {
  /** The directory that relative paths are relative to. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What is piped in; it is not touched before this is called. */
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /** Data. Resolves when it is written, so that nothing is lost in a pipe. */
  readonly out: (text: string) => Promise<void>;
  /** Narration and progress. */
  readonly err: (text: string) => void;
  /** Whether standard output and standard error are terminals, and how wide. */
  readonly terminal: { readonly out: boolean; readonly err: boolean; readonly columns: number };
  readonly now: () => Date;
  /** 32 random bits. */
  readonly random: () => number;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  /** Given by tests alone: main.ts has none, and probes go where the addresses are. */
  readonly probing?: ProbeSeam;
}

/** Something the caller got wrong, said in one line that tells what to do. Exit code 64. */
export class UsageError extends Error {}

/** Exit codes of the contract; a scan's own (0, 1, 2) come from shared/engine/exit-code.ts. */
export const exitCodes = { ok: 0, usage: 64, incomplete: 2, ours: 70, interrupted: 130 } as const;
