import { checks } from '../../shared/checks/index.ts';
import { oneLine } from '../../shared/report/text.ts';
import { exitCodes } from '../io.ts';
import type { Add } from './command.ts';

export const addChecks: Add = (program, io, exit) => {
  program
    .command('checks')
    .description('list the checks')
    .action(async () => {
      const width = Math.max(...checks.map(({ id }) => id.length));
      for (const { id, severity, scope, title } of checks)
        await io.out(`${id.padEnd(width)}  ${severity.padEnd(8)}  ${scope.padEnd(7)}  ${oneLine(title)}\n`);
      exit(exitCodes.ok);
    });
};
