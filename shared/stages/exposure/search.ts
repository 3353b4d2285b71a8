import { holds } from '../../derive/exposure/load-balancers/targets.ts';
import { isUnknown, type Missing } from '../../facts/fact.ts';
import type { FactsOfTarget, Stored } from '../../facts/index.ts';
import { type Address, parseAddress } from '../../net/ip.ts';
import { nearAddresses, nearIds } from '../exposure-near.ts';
import type { NetworkPlace, NetworkSource } from './place.ts';

/** What is looked for: an interface or an instance by id, or whatever has an address. */
export type Sought =
  | { readonly kind: 'interface' | 'instance'; readonly id: string }
  | { readonly kind: 'address'; readonly id: string; readonly address: Address };

/** Where it is: the id of the interface or instance, and its Region. */
export interface Match {
  readonly id: string;
  readonly place: NetworkPlace;
}

export interface Search {
  readonly found: readonly Match[];
  /** What it may have been meant to be, the nearest first. */
  readonly near: readonly string[];
  /** Why it may be somewhere all the same. */
  readonly unread: readonly Missing[];
}

type Interface = Stored<'networkInterfaces'>;

/** Looks for something in every network; only the lists of interfaces and instances are read for it. */
export async function search(source: NetworkSource, sought: Sought): Promise<Search> {
  const found: Match[] = [];
  const unread: Missing[] = [];
  const names = new Set<string>();
  const strangers = new Set<Match>();
  for await (const place of source.places(['networkInterfaces', 'instances'])) {
    for (const id of matchesIn(place.facts, sought)) {
      const match = { id, place };
      found.push(match);
      if (isOthers(place, id)) strangers.add(match);
    }
    unread.push(...unreadIn(place, sought));
    for (const name of namesIn(place.facts, sought.kind)) names.add(name);
  }
  if (found.length === 0)
    return {
      found,
      unread,
      near: sought.kind === 'address' ? nearAddresses(sought.address, names) : nearIds(sought.id, names),
    };
  // In a shared VPC two accounts list an interface: it is its owner's.
  const own = found.filter((match) => !strangers.has(match));
  return { found: own.length > 0 ? own : found, near: [], unread };
}

const isOthers = ({ account, facts }: NetworkPlace, id: string): boolean =>
  interfacesIn(facts).some(({ id: one, ownerId }) => one === id && typeof ownerId === 'string' && ownerId !== account);

const interfacesIn = ({ networkInterfaces }: FactsOfTarget): readonly Interface[] =>
  networkInterfaces?.known ? networkInterfaces.items : [];

/** The ids of what is looked for, in one network. */
export function matchesIn(facts: FactsOfTarget, sought: Sought): readonly string[] {
  const interfaces = interfacesIn(facts);
  if (sought.kind === 'address') return interfaces.filter((item) => holds(item, sought.address)).map(({ id }) => id);
  if (sought.kind === 'interface') return interfaces.filter(({ id }) => id === sought.id).map(({ id }) => id);
  return namesIn(facts, 'instance').includes(sought.id) ? [sought.id] : [];
}

/** The interfaces of an instance, or the interface itself. */
export const interfacesNamed = (facts: FactsOfTarget, name: string): readonly string[] =>
  interfacesIn(facts)
    .filter(({ id, instanceId }) => id === name || instanceId === name)
    .map(({ id }) => id);

/** Every address of an interface that has a text of its own. */
function singles({ privateAddresses, ipv6Addresses }: Interface): readonly string[] {
  const four = isUnknown(privateAddresses) ? [] : privateAddresses;
  const each = four.flatMap(({ address, publicIp, carrierIp, customerOwnedIp }) => [
    address,
    publicIp,
    carrierIp,
    customerOwnedIp,
  ]);
  return [...each.filter((text) => text !== undefined), ...listOf(ipv6Addresses)].filter((text) => parseAddress(text).ok);
}

const listOf = (texts: Interface['ipv6Addresses']): readonly string[] => (isUnknown(texts) ? [] : texts);

function namesIn(facts: FactsOfTarget, kind: Sought['kind']): readonly string[] {
  const interfaces = interfacesIn(facts);
  if (kind === 'interface') return interfaces.map(({ id }) => id);
  if (kind === 'address') return interfaces.flatMap(singles);
  const attached = interfaces.flatMap(({ instanceId }) => (typeof instanceId === 'string' ? [instanceId] : []));
  return [...attached, ...(facts.instances?.known ? facts.instances.items.map(({ id }) => id) : [])];
}

/** What could not be read, and may be what is looked for. */
function unreadIn({ facts, region, account, unread }: NetworkPlace, { kind }: Sought): readonly Missing[] {
  const { networkInterfaces, instances } = facts;
  const where = region ?? `account ${account}`;
  if (networkInterfaces === undefined) return [missing(where, unread ?? { why: 'its network was not read' })];
  if (!networkInterfaces.known) return [missing(where, networkInterfaces)];
  const listed = networkInterfaces.missing.map((one) => missing(`${one.id} in ${where}`, one));
  if (kind === 'instance' && instances?.known === false) return [...listed, missing(where, instances)];
  if (kind !== 'address') return listed;
  const members = networkInterfaces.items.flatMap(({ id, privateAddresses, ipv6Addresses }) =>
    [privateAddresses, ipv6Addresses].flatMap((one) => (isUnknown(one) ? [missing(`${id} in ${where}`, one)] : [])),
  );
  return [...listed, ...members];
}

const missing = (id: string, { why, action }: { readonly why: string; readonly action?: string }): Missing => ({
  id,
  why,
  ...(action === undefined ? {} : { action }),
});
