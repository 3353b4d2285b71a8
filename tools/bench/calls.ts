import type { Counts } from '../../estate/counts.ts';
import type { Estate } from '../../estate/file.ts';
import type { RunningEstate } from '../../estate/server.ts';
import { scanPlan } from '../../test/collect/call-plan.ts';

/** Calls by `service operation`. */
export type Calls = ReadonlyMap<string, number>;

/** What the estate was asked, by operation, in all of its accounts and Regions. */
export const sentCalls = (counts: Pick<Counts, 'list'>): Calls =>
  summed(counts.list().map(({ service, operation, calls }) => [`${service} ${operation}`, calls]));

/**
 * What the formula of the call plan (`test/collect/call-plan.ts`) says that scanning the whole organization takes, by operation.
 */
export function plannedCalls(estate: Estate, home: string): Calls {
  const plan = Object.entries(scanPlan(estate, home)).map(([key, calls]): [string, number] => {
    const [, , service = '', operation = ''] = key.split(' ');
    return [`${service} ${operation}`, calls];
  });
  return summed([...plan, ...organizationPlan(estate)]);
}

/** Organizations lists 20 a page, and is asked what is in each root and unit; the first account is the management account. */
function organizationPlan({ accounts }: Estate): readonly (readonly [operation: string, calls: number])[] {
  const [given = {}] = Object.values(accounts).map(({ global }) => global?.organizations);
  const { Roots, ListAccounts, ListAccountsForParent, ListOrganizationalUnitsForParent } = given as Readonly<
    Record<string, unknown>
  >;
  const units = Object.values(ListOrganizationalUnitsForParent ?? {}).flatMap(items);
  const parents = [...items(Roots), ...units].map((one) => (one as { readonly Id: string }).Id);
  const perParent = (lists: unknown) =>
    parents.reduce((sum, id) => sum + pages((lists as Readonly<Record<string, unknown>>)[id]), 0);
  return [
    ['organizations ListAccounts', pages(ListAccounts)],
    ['organizations ListAccountsForParent', perParent(ListAccountsForParent ?? {})],
    ['organizations ListOrganizationalUnitsForParent', perParent(ListOrganizationalUnitsForParent ?? {})],
    ['organizations ListRoots', pages(Roots)],
  ];
}

const items = (list: unknown): readonly unknown[] => (Array.isArray(list) ? list : []);
const pages = (list: unknown): number => Math.max(1, Math.ceil(items(list).length / 20));

/** Operations of which more or fewer calls were sent than planned. */
export const deviations = (sent: Calls, planned: Calls): readonly string[] =>
  [...new Set([...sent.keys(), ...planned.keys()])].filter((operation) => sent.get(operation) !== planned.get(operation));

/** How many requests the clusters' own APIs have had so far. */
export function kubernetesRequests({ counts }: RunningEstate['kubernetes'], estate: Estate): number {
  const regions = Object.values(estate.accounts).flatMap((account) => Object.values(account.regions ?? {}));
  const arns = regions.flatMap(({ eks }) => (eks?.clusters ?? []) as readonly { readonly arn: string }[]).map(({ arn }) => arn);
  return arns.flatMap((arn) => Object.values(counts(arn))).reduce((sum, requests) => sum + requests, 0);
}

function summed(rows: readonly (readonly [operation: string, calls: number])[]): Calls {
  const sums = new Map<string, number>();
  for (const [operation, calls] of rows) sums.set(operation, (sums.get(operation) ?? 0) + calls);
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}
