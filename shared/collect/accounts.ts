import type { Aws } from '../clients/aws.ts';
import { listIn, pages } from './pages.ts';
import { structure } from './read.ts';
import { Refusal } from './reason.ts';

/** An account of the organization. */
export interface OrganizationAccount {
  readonly id: string;
  readonly name?: string;
}

/** Organizations' lists give no more at a time. */
export const PAGE = 20;

/**
 * The active accounts of the caller's organization, the management account among them (Organizations ListAccounts; asked of the
 * management account, or of a delegated administrator). An account whose state is not told is taken for active: it is better tried than
 * forgotten.
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
      const id = accountId(action, Id);
      if ((State ?? Status ?? 'ACTIVE') === 'ACTIVE') accounts.set(id, { id, ...(isName(Name) && { name: Name }) });
    }
  }
  return [...accounts.values()];
}

/** A name of 50 characters is the longest (API reference, "Account"): one that no plan could hold is none. */
const isName = (name: unknown): name is string => typeof name === 'string' && name.length <= 1024;

/** @throws Refusal for what is no account id */
export function accountId(action: string, id: unknown): string {
  if (typeof id === 'string' && /^\d{12}$/.test(id)) return id;
  throw new Refusal(`MalformedAnswer: ${action} gave a malformed Id`);
}
