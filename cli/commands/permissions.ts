import { stringify } from 'yaml';
import { defaultRoleName } from '../../shared/config/defaults.ts';
import { accessEntryCommand, clusterRole, clusterRoleBinding, iamPolicy } from '../../shared/permissions/index.ts';
import { exitCodes, UsageError } from '../io.ts';
import type { Add } from './command.ts';

interface Options {
  readonly iam?: true;
  readonly kubernetes?: true;
  readonly secrets?: boolean;
}

export const addPermissions: Add = (program, io, exit) => {
  program
    .command('permissions')
    .description('the least rights that a scan needs: an IAM policy for scanned accounts, a ClusterRole for scanned clusters')
    .option('--iam', 'the IAM policy alone, as JSON')
    .option('--kubernetes', 'what is for a cluster alone, as YAML: kubectl apply -f - takes it')
    .option('--secrets', 'with the right to list Secrets (secrets: metadata in postern.yaml), which is the right to read them')
    .action(async ({ iam, kubernetes, secrets = false }: Options) => {
      if (iam && kubernetes) throw new UsageError('--iam and --kubernetes: leave both out to have both');
      const policy = `${JSON.stringify(iamPolicy(), null, 2)}\n`;
      if (iam) await io.out(policy);
      else if (kubernetes) await io.out(forCluster(secrets));
      else await io.out(`# IAM policy of the role in each scanned account\n${policy}---\n${forCluster(secrets)}`);
      exit(exitCodes.ok);
    });
};

function forCluster(secrets: boolean): string {
  const parts = [
    '# ClusterRole for scanned clusters',
    stringify(clusterRole(undefined, { secrets })).trimEnd(),
    '---',
    '# Its binding to the group that the access entry of the scanner names, made once for each cluster by',
    `#   ${accessEntryCommand(defaultRoleName)}`,
    stringify(clusterRoleBinding),
  ];
  return parts.join('\n');
}
