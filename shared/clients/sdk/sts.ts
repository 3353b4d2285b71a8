import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

export const Client = STSClient;
export const commands = { AssumeRole: AssumeRoleCommand, GetCallerIdentity: GetCallerIdentityCommand };
