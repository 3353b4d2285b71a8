import { GetAccountSummaryCommand, IAMClient } from '@aws-sdk/client-iam';

export const Client = IAMClient;
export const commands = { GetAccountSummary: GetAccountSummaryCommand };
