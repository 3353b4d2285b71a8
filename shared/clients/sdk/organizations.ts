import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';

export const Client = OrganizationsClient;
export const commands = { ListAccounts: ListAccountsCommand };
