import type { Aws } from '../clients/aws.ts';
import { AwsError } from '../clients/errors.ts';
import { accountId, PAGE } from './accounts.ts';
import { forEachOf } from './each.ts';
import { listIn, pages } from './pages.ts';
import { structure } from './read.ts';
import { Refusal } from './reason.ts';

/** A root or an organizational unit. */
interface OrganizationalUnit {
  readonly id: string;
  /** The names from the root's first level down, joined by `/`: "Workloads/Production"; empty for a root. */
  readonly path: string;
  /** Its own id and the ids of all that it is in, the root's included. */
  readonly within: readonly string[];
}

export interface OrganizationTree {
  readonly units: ReadonlyMap<string, OrganizationalUnit>;
  /** Account id → what the account is directly in. Suspended accounts have a place, too. */
  readonly places: ReadonlyMap<string, OrganizationalUnit>;
}

/** Organizations nests units five deep below the root (Organizations User Guide, "Quotas"); two more fit into a path of a plan. */
const DEEPEST = 7;
/** Several times as many as an organization may have. */
const MOST_UNITS = 10_000;
const MOST_ACCOUNTS = 100_000;
/** Organizations turns down a request while another "is already in progress": side by side they would throttle the owner's own. */
const AT_ONCE = 1;
/** API reference, "OrganizationalUnit". */
const LONGEST_NAME = 128;
const ids = { root: /^r-[0-9a-z]{4,32}$/, unit: /^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/ } as const;

/**
 * Where the organization's accounts are (Organizations ListRoots, ListOrganizationalUnitsForParent, ListAccountsForParent: two calls for
 * each unit, and one more for every 20 units or accounts in it). Level by level, each unit once, to a bounded depth and number.
 * @throws AwsError, and Refusal for a tree that is none
 */
export async function organizationTree(aws: Aws): Promise<OrganizationTree> {
  const tree: Growing = { units: new Map(), places: new Map() };
  let level = await roots(aws, tree);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST)
      throw new Refusal(`EndlessTree: the organization nests units more than ${DEEPEST} deep`, 'name accounts instead');
    level = (await forEachOf(level, (unit) => inside(aws, tree, unit).catch(deleted), AT_ONCE)).flat();
  }
  return tree;
}

interface Growing {
  readonly units: Map<string, OrganizationalUnit>;
  readonly places: Map<string, OrganizationalUnit>;
}

function grown({ units }: Growing, unit: OrganizationalUnit): OrganizationalUnit {
  if (units.has(unit.id))
    throw new Refusal(`MalformedAnswer: organizations gave the unit ${unit.id} in two places`, 'scan again');
  if (units.size >= MOST_UNITS)
    throw new Refusal(`EndlessTree: the organization has more than ${MOST_UNITS} units`, 'name accounts instead');
  units.set(unit.id, unit);
  return unit;
}

/** An account that is moved while we read may be seen twice: where it was first is as good. */
function placed({ places }: Growing, account: string, unit: OrganizationalUnit): void {
  if (places.size >= MOST_ACCOUNTS)
    throw new Refusal(`EndlessTree: the organization has more than ${MOST_ACCOUNTS} accounts`, 'name accounts instead');
  if (!places.has(account)) places.set(account, unit);
}

async function roots(aws: Aws, tree: Growing): Promise<readonly OrganizationalUnit[]> {
  const items = await whole('ListRoots', 'Roots', (page) => aws.call(undefined, 'organizations', 'ListRoots', page));
  return items.map((item) => {
    const id = idOf('ListRoots', structure(item).Id, ids.root);
    return grown(tree, { id, path: '', within: [id] });
  });
}

/** Reads what is directly in a unit. @returns the units below */
async function inside(aws: Aws, tree: Growing, unit: OrganizationalUnit): Promise<readonly OrganizationalUnit[]> {
  const ParentId = unit.id;
  const below = await whole('ListOrganizationalUnitsForParent', 'OrganizationalUnits', (page) =>
    aws.call(undefined, 'organizations', 'ListOrganizationalUnitsForParent', { ParentId, ...page }),
  );
  const units = below.map((item) => grown(tree, unitIn(unit, structure(item))));
  const accounts = await whole('ListAccountsForParent', 'Accounts', (page) =>
    aws.call(undefined, 'organizations', 'ListAccountsForParent', { ParentId, ...page }),
  );
  for (const item of accounts) placed(tree, accountId('organizations:ListAccountsForParent', structure(item).Id), unit);
  return units;
}

/** A unit that was deleted meanwhile was empty: no other can be. */
function deleted(error: unknown): readonly [] {
  if (error instanceof AwsError && error.kind === 'gone') return [];
  throw error;
}

/** A unit whose name is not told is called by its id: what is in it is to be scanned all the same. */
function unitIn(parent: OrganizationalUnit, { Id, Name }: Readonly<Record<string, unknown>>): OrganizationalUnit {
  const id = idOf('ListOrganizationalUnitsForParent', Id, ids.unit);
  const name = typeof Name === 'string' && Name !== '' && Name.length <= LONGEST_NAME ? Name : id;
  return { id, path: parent.path === '' ? name : `${parent.path}/${name}`, within: [...parent.within, id] };
}

function idOf(operation: string, id: unknown, pattern: RegExp): string {
  if (typeof id === 'string' && pattern.test(id)) return id;
  throw new Refusal(`MalformedAnswer: organizations:${operation} gave a malformed Id`);
}

interface Page {
  readonly MaxResults: number;
  readonly NextToken?: string;
}

/** All items of a list. */
async function whole<Name extends string>(
  operation: string,
  name: Name,
  ask: (page: Page) => Promise<{ readonly [N in Name]?: unknown } & { readonly NextToken?: string | undefined }>,
): Promise<readonly unknown[]> {
  const action = `organizations:${operation}`;
  const next = (NextToken: string | undefined) => ask({ MaxResults: PAGE, ...(NextToken !== undefined && { NextToken }) });
  const items: unknown[] = [];
  for await (const page of pages(action, next, ({ NextToken }) => NextToken)) items.push(...listIn(action, page[name], name));
  return items;
}
