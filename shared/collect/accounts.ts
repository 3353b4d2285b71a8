import type { Aws } from '../clients/aws.ts';
import { listIn, pages } from './pages.ts';
import { structure } from './read.ts';
import { Refusal } from './reason.ts';

/** An account of the organization. */
export interface OrganizationAccount {
  readonly id: string;
  readonly name?: string;
}

/** ListAccounts gives no more at a time. */
const PAGE = 20;

/**
 * The active accounts of the caller's organization (Organizations ListAccounts; asked of the management account, or of a delegated
 * administrator). An account whose state is not told is taken for active: it is better tried than forgotten.
 * @throws AwsError, Refusal
 */
export async function listAccounts(aws: Aws): Promise<readonly OrganizationAccount[]> {
  const action = 'organizations:ListAccounts';
  const ask = (NextToken: string | undefined) =>
    aws.call(undefined, 'organizations', 'ListAccounts', { MaxResults: PAGE, ...(NextToken !== undefined && { NextToken }) });
  const accounts = new Map<string, OrganizationAccount>();
  for await (const page of pages(action, ask, ({ NextToken }) => NextToken)) {
    for (const item of listIn(action, page.Accounts, 'Accounts')) {
      const { Id, Name, State, Status } = structure(item);
      if (typeof Id !== 'string' || !/^\d{12}$/.test(Id)) throw new Refusal(`MalformedAnswer: ${action} gave a malformed Id`);
      if ((State ?? Status ?? 'ACTIVE') === 'ACTIVE')
        accounts.set(Id, { id: Id, ...(typeof Name === 'string' && { name: Name }) });
    }
  }
  return [...accounts.values()];
}
