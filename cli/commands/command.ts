import type { Command } from 'commander';
import type { Io } from '../io.ts';

/** Adds a command to the program; `exit` takes the exit code when it has run. */
export type Add = (program: Command, io: Io, exit: (code: number) => void) => void;
