import * as v from 'valibot';
import { isUnknown, type Missing, type Unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { type Context, collector } from './collector.ts';
import { forEachOf } from './each.ts';
import { ec2Pages } from './ec2.ts';
import { gather } from './items.ts';
import { listIn } from './pages.ts';
import { reader, structure, text } from './read.ts';
import { missingOf, reasonIn } from './reason.ts';

const LISTS = 'ec2:DescribeManagedPrefixLists';
const ENTRIES = 'ec2:GetManagedPrefixListEntries';
const PAGE = 100;
const entry = v.object({ Cidr: v.string() });

/**
 * The prefix lists that rules and routes name, with their entries. Where one of the two kinds of tables could not be read, the lists
 * that the other names are there all the same, and what may be lacking is missing.
 */
export const prefixLists = collector(
  'prefixLists',
  async (context, { securityGroups, routeTables }) => {
    if (isUnknown(securityGroups) && isUnknown(routeTables)) return securityGroups;
    const gathering = gather('prefixLists');
    const [rules, routes] = [rulesOf(securityGroups), routesOf(routeTables)];
    unreadOf('security groups', securityGroups, rules).forEach(gathering.miss);
    unreadOf('route tables', routeTables, routes).forEach(gathering.miss);
    const named = new Set([
      ...known(rules).flatMap(({ prefixListIds }) => prefixListIds),
      ...known(routes).flatMap(({ destinationPrefixListId }) => destinationPrefixListId ?? []),
    ]);
    if (named.size === 0) return gathering.done();
    const described = await describedLists(context, named);
    await forEachOf([...named], async (id) => {
      const list = described.get(id);
      if (list === undefined) gathering.miss({ id, why: `${LISTS} does not list ${id}` });
      else gathering.add({ ...list, cidrs: await entriesOf(context, id) });
    });
    return gathering.done();
  },
  ['securityGroups', 'routeTables'],
);

/** Rules of every group, routes of every table: each list as it was read, known or not. */
const rulesOf = (fact: Fact<'securityGroups'>) =>
  isUnknown(fact) ? [fact] : fact.items.flatMap(({ ingress, egress }) => [ingress, egress]);
const routesOf = (fact: Fact<'routeTables'>) => (isUnknown(fact) ? [fact] : fact.items.map(({ routes }) => routes));

/** The first reason why not all is known that could name a prefix list. */
function unreadOf(
  name: string,
  fact: Unknown | { readonly missing: readonly Missing[] },
  lists: readonly unknown[],
): Missing[] {
  const reason = lists.find(isUnknown) ?? (isUnknown(fact) ? fact : fact.missing[0]);
  return reason === undefined ? [] : [{ ...reasonIn(reason), id: `prefix lists that only ${name} name` }];
}

const known = <T>(lists: readonly (readonly T[] | Unknown)[]): readonly T[] =>
  lists.flatMap((list) => (isUnknown(list) ? [] : list));

type Described = Omit<Stored<'prefixLists'>, 'cidrs'>;

/** Asked for all together: an id that the account cannot see would fail a question by ids. */
async function describedLists(context: Context, named: ReadonlySet<string>): Promise<ReadonlyMap<string, Described>> {
  const from = reader(LISTS);
  const lists = new Map<string, Described>();
  for await (const page of ec2Pages(context, 'DescribeManagedPrefixLists', PAGE, {})) {
    for (const item of listIn(LISTS, page.PrefixLists, 'PrefixLists')) {
      const list = structure(item);
      const id = list.PrefixListId;
      if (typeof id !== 'string' || !named.has(id)) continue;
      lists.set(id, {
        id,
        name: from(text, list.PrefixListName, 'PrefixListName'),
        ownerId: from(text, list.OwnerId, 'OwnerId'),
        addressFamily: from(text, list.AddressFamily, 'AddressFamily'),
      });
    }
  }
  return lists;
}

/** All entries or, with the reason, none: what stands on some pages is not the list. */
async function entriesOf(context: Context, PrefixListId: string): Promise<Stored<'prefixLists'>['cidrs']> {
  const from = reader(ENTRIES);
  const cidrs: string[] = [];
  try {
    for await (const page of ec2Pages(context, 'GetManagedPrefixListEntries', PAGE, { PrefixListId })) {
      const entries = from(v.array(entry), page.Entries, 'Entries');
      if (isUnknown(entries)) return entries;
      cidrs.push(...entries.map(({ Cidr }) => Cidr));
    }
    return cidrs;
  } catch (error) {
    const { id: _id, ...reason } = missingOf(PrefixListId, error);
    return { known: false, ...reason };
  }
}
