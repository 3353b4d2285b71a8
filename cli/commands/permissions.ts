import { stringify } from 'yaml';
import { clusterRole, iamPolicy } from '../../shared/permissions/index.ts';
import { exitCodes } from '../io.ts';
import type { Add } from './command.ts';

export const addPermissions: Add = (program, io, exit) => {
  program
    .command('permissions')
    .description('the least rights that a scan needs: an IAM policy for scanned accounts, a ClusterRole for scanned clusters')
    .action(async () => {
      await io.out(`# IAM policy of the role in each scanned account\n${JSON.stringify(iamPolicy(), null, 2)}\n`);
      await io.out(`---\n# ClusterRole for scanned clusters\n${stringify(clusterRole())}`);
      exit(exitCodes.ok);
    });
};
