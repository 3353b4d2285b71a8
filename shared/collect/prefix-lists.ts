import * as v from 'valibot';
import { isUnknown, type Missing } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { type Context, collector } from './collector.ts';
import { forEachOf } from './each.ts';
import { ec2Pages } from './ec2.ts';
import { gather } from './items.ts';
import { listIn } from './pages.ts';
import { reader, structure, text } from './read.ts';
import { missingOf } from './reason.ts';

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
    for (const unread of [unreadOf('securityGroups', securityGroups), unreadOf('routeTables', routeTables)])
      if (unread !== undefined) gathering.miss(unread);
    const named = new Set([...namedByGroups(securityGroups), ...namedByRoutes(routeTables)]);
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

function unreadOf(
  name: 'securityGroups' | 'routeTables',
  fact: Fact<'securityGroups'> | Fact<'routeTables'>,
): Missing | undefined {
  const id = `prefix lists that only ${name} name`;
  if (isUnknown(fact)) return { id, why: fact.why, ...(fact.action !== undefined && { action: fact.action }) };
  const [first] = fact.missing;
  return first === undefined ? undefined : { ...first, id };
}

const namedByGroups = (fact: Fact<'securityGroups'>): readonly string[] =>
  isUnknown(fact)
    ? []
    : fact.items
        .flatMap(({ ingress, egress }) => [ingress, egress])
        .flatMap((rules) => (isUnknown(rules) ? [] : rules.flatMap(({ prefixListIds }) => prefixListIds)));

const namedByRoutes = (fact: Fact<'routeTables'>): readonly string[] =>
  isUnknown(fact)
    ? []
    : fact.items.flatMap(({ routes }) =>
        isUnknown(routes) ? [] : routes.flatMap(({ destinationPrefixListId }) => destinationPrefixListId ?? []),
      );

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
    const { why, action } = missingOf(PrefixListId, error);
    return { known: false, why, ...(action !== undefined && { action }) };
  }
}
