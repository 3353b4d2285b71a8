import type { Unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';
import type { Family } from '../../net/ip.ts';
import { type PublicAddress, privateBlocksOf, publicAddresses } from './addresses.ts';
import type { Arrival, Entrance } from './arrival.ts';
import type { Exposure, NetworkFacts, Resource, Step, UnknownExposure, Unless } from './exposure.ts';
import { type Admission, admissionsOf } from './groups-of-interface.ts';
import { deniesGateways, gatesOf } from './interfaces.ts';
import { distinct, memoised } from './listed.ts';
import { rowsOf } from './rows.ts';
import type { SecurityGroups } from './security-groups.ts';
import type { SourceLists } from './source-lists.ts';
import { type Asked, amongPeers, everyone, ofFamily, type Traffic } from './traffic.ts';

type Interface = Stored<'networkInterfaces'>;

/** What exposures are computed from, made once for a network. */
export interface Ways {
  readonly arrival: Arrival;
  readonly groups: SecurityGroups;
  readonly listOf: SourceLists;
  /** What is of interest: what could not be read and concerns none of it is not said. */
  readonly asked: Traffic;
}

interface Found {
  readonly exposures: Exposure[];
  readonly unknown: UnknownExposure[];
}

/** The rows of all interfaces of a class: one entrance, one set of groups, one family. */
interface Template {
  readonly shown: Pick<Exposure, 'protocol' | 'ports' | 'sources' | 'internet'>;
  readonly path: readonly Step[];
}

/** What the internet reaches by the addresses of an interface itself. */
export function directOf(network: NetworkFacts, { arrival, groups, listOf, asked }: Ways): (item: Interface) => Found {
  const gateOf = gatesOf(network);
  const privateOf = privateBlocksOf(network);
  const templates = templatesOf(listOf);
  const admits = admissionsOf(groups);
  return (item) => {
    const found: Found = { exposures: [], unknown: [] };
    const [gate, denial] = [gateOf(item), deniesGateways(item)];
    if (gate.closed !== undefined || denial.closed !== undefined) return found;
    const blocks = privateOf(item.subnetId);
    const { addresses, unread } = publicAddresses(item, blocks.set);
    if (addresses.length === 0 && unread.length === 0) return found;
    const resource = resourceOf(item);
    const admission = admits(item);
    const { entrances } = arrival(item.subnetId, item.vpcId);
    const reasons: Unknown[] = [];
    for (const { family, why } of unread)
      if (entrances.some((entrance) => mayEnter(entrance.traffic.intersect(asked), admission, family))) reasons.push(why);
    const unless = gate.unless.length + denial.unless.length === 0 ? gate.unless : [...gate.unless, ...denial.unless];
    for (const address of addresses) {
      const own = address.family === 'v6' ? [...unless, ...blocks.unless] : unless;
      for (const [entrance, dialled] of entering(entrances, address)) {
        for (const template of templates(entrance, admission, address.family))
          found.exposures.push(exposureOf(template, { resource, address, dialled, entrance, unless: own }));
        if (admission.unread.length > 0) reasons.push(...doubts(entrance.traffic.intersect(asked), admission, address.family));
      }
    }
    if (reasons.length === 0) return found;
    for (const { why, action } of new Map(reasons.map((one) => [one.why, one])).values())
      found.unknown.push({ resource, why, ...(action === undefined ? {} : { action }) });
    return found;
  };
}

export const resourceOf = ({ id, instanceId }: Interface): Resource => ({
  type: 'network-interface',
  id,
  ...(typeof instanceId === 'string' ? { instance: instanceId } : {}),
});

/** The entrances that lead to an address, each with what is dialled: the address, or the part of a prefix that this one leads to. */
function entering(
  entrances: readonly Entrance[],
  { address, own, family }: PublicAddress,
): readonly (readonly [Entrance, string])[] {
  return entrances.flatMap((entrance): (readonly [Entrance, string])[] => {
    const { destinations } = entrance;
    if (destinations === everyone || own.isSubsetOf(destinations)) return [[entrance, address]];
    if (family === 'v4' || !own.meets(destinations)) return [];
    return own
      .intersect(destinations)
      .toCidrs()
      .map((part) => [entrance, part] as const);
  });
}

/** Rows and their paths once for each class: they are the same for all of its interfaces. */
function templatesOf(listOf: SourceLists): (entrance: Entrance, admission: Admission, family: Family) => readonly Template[] {
  const made = memoised((entrance: Entrance) =>
    memoised((admission: Admission) => {
      const traffic = entrance.traffic.intersect(admission.traffic);
      return memoised((family: Family) =>
        rowsOf(traffic, family, listOf).map(({ shown, asked }) => ({ shown, path: pathOf(entrance, admission, asked) })),
      );
    }),
  );
  return (entrance, admission, family) => made(entrance)(admission)(family);
}

const pathOf = ({ stages }: Entrance, admission: Admission, asked: Asked): readonly Step[] => [
  ...stages.flatMap((stage) => stage.explain(asked)),
  ...admission.explain(asked),
];

interface Place {
  readonly resource: Resource;
  readonly address: PublicAddress;
  readonly dialled: string;
  readonly entrance: Entrance;
  readonly unless: readonly Unless[];
}

function exposureOf({ shown, path }: Template, { resource, address, dialled, entrance, unless }: Place): Exposure {
  const all = unless.length === 0 ? entrance.unless : [...unless, ...entrance.unless];
  return {
    resource,
    address: dialled,
    ...shown,
    via: 'direct',
    ...(entrance.appliance === undefined ? {} : { inspection: [entrance.appliance] }),
    ...(all.length === 0 ? {} : { unless: distinct(all) }),
    path: [...path, { kind: 'network-interface', id: resource.id, says: address.says }],
  };
}

const mayEnter = (traffic: Traffic, admission: Admission, family: Family): boolean =>
  [admission.traffic, ...admission.unread.map((one) => one.traffic)].some(
    (one) => !amongPeers(traffic.intersect(one), ofFamily(family)).isEmpty(),
  );

/** What could not be read of the groups and would open more than is open. */
const doubts = (traffic: Traffic, admission: Admission, family: Family): readonly Unknown[] =>
  admission.unread
    .filter((one) => !amongPeers(traffic.intersect(one.traffic).subtract(admission.traffic), ofFamily(family)).isEmpty())
    .map(({ why }) => why);
