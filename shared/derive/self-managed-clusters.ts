import { isUnknown, type Missing, type Unknown, unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation } from './derive.ts';
import { compare, onePerReason } from './lists/order.ts';
import { known } from './membership/estate.ts';
import { clusterNames, isTaggedByEks, isTaggedOf, kopsRole } from './membership/tags.ts';

type Cluster = Stored<'selfManagedClusters'>;
type Instance = Stored<'instances'>;
type Evidence = Cluster['evidence'][number];
type Clusters = Extract<Fact<'clusters'>, { readonly known: true }>;

/** Names of clusters: those of EKS and of Cluster API, and the domains of kOps. */
const aName = /^[0-9A-Za-z][0-9A-Za-z._-]{0,252}$/;
/** More in one Region are not clusters, but somebody who writes tags. */
const most = 1_000;
/** As many instances as evidence names, and reasons that are given. */
const shown = 3;

/**
 * Clusters that instances are tagged as members of, and that EKS does not list. An instance that is a member of a cluster of EKS's makes no
 * other one, whatever else it is tagged with: it is judged there. Without EKS's list a name may be one of EKS's, and nothing is known.
 */
export const selfManagedClusters = derivation('selfManagedClusters', ({ clusters, instances }): Fact<'selfManagedClusters'> => {
  if (!clusters.known) return clusters;
  if (!instances.known) return instances;
  const ofEks = namesOf(clusters);
  const found = new Map<string, Member[]>();
  const missing: Missing[] = [...instances.missing];
  for (const instance of instances.items) {
    const { members, doubts } = membersOf(instance, ofEks);
    missing.push(...doubts);
    for (const [name, member] of members) put(found, name, member);
  }
  if (found.size > most) return unknown(tooMany(found.size), 'remove the tags that name no cluster');
  const items = [...found].map(([name, members]) => clusterOf(name, members));
  return { known: true, items: items.sort((a, b) => compare(a.name, b.name)), missing: onePerReason(missing).slice(0, shown) };
});

const tooMany = (count: number): string =>
  `the tags of instances name ${count} clusters that EKS does not list; Postern judges at most ${most} of them in a Region`;

/** A cluster that could not be described is missing under its ARN, which ends in its name. */
const namesOf = ({ items, missing }: Clusters): ReadonlySet<string> =>
  new Set([...items.map(({ name }) => name), ...missing.map(({ id }) => id.split('/').at(-1) ?? id)]);

interface Member {
  readonly vpcId: Instance['vpcId'];
  readonly evidence: Evidence;
}

function put(found: Map<string, Member[]>, name: string, member: Member): void {
  const members = found.get(name);
  if (members === undefined) found.set(name, [member]);
  else members.push(member);
}

/** The clusters that an instance names, and what hides that it names one. One that is terminated names none any more. */
function membersOf(
  { id, state, vpcId, tags }: Instance,
  ofEks: ReadonlySet<string>,
): { readonly members: ReadonlyMap<string, Member>; readonly doubts: readonly Missing[] } {
  const none = new Map<string, Member>();
  if (state === 'terminated') return { members: none, doubts: [] };
  if (isUnknown(tags)) return { members: none, doubts: [{ ...reason(tags), id }] };
  const names = clusterNames(tags);
  const role = kopsRole(tags);
  if (names.length === 0 && role === undefined) return { members: none, doubts: [] };
  if (isTaggedByEks(tags) || isTaggedOf(tags, ofEks)) return { members: none, doubts: [] };
  const bad = names.find(([name]) => !aName.test(name));
  const members = names
    .filter(([name]) => aName.test(name))
    .map(([name, says]) => [name, { vpcId, evidence: { kind: 'instance', id, says: `tagged ${quoted(says)}` } }] as const);
  if (bad !== undefined) return { members: new Map(members), doubts: [{ id, why: `${id} is tagged ${nameless(bad[1])}` }] };
  const nobodys =
    members.length === 0 ? [{ id, why: `${id} is tagged ${quoted(role ?? '')}, and no tag names its cluster` }] : [];
  return { members: new Map(members), doubts: nobodys };
}

const nameless = (says: string): string => `${JSON.stringify(says.slice(0, 64))}, which names no cluster`;
/** A tag's value is anybody's. */
const quoted = (says: string): string => (/^[\x20-\x7e]{0,300}$/.test(says) ? says : JSON.stringify(says.slice(0, 300)));

function clusterOf(name: string, members: readonly Member[]): Cluster {
  const evidence = members.map((member) => member.evidence).sort((a, b) => compare(a.id, b.id));
  return { name, vpcId: vpcOf(name, members), evidence: evidence.slice(0, shown) };
}

/** An instance whose own VPC is not known may be in another one. */
function vpcOf(name: string, members: readonly Member[]): string | Unknown {
  const unread = members.map(({ vpcId }) => vpcId).find(isUnknown);
  if (unread !== undefined) return unread;
  const ids = [...new Set(members.flatMap(({ vpcId }) => known(vpcId, undefined) ?? []))].sort();
  if (ids.length === 1) return ids[0] as string;
  if (ids.length === 0) return unknown(`no instance of ${name} is in a VPC`);
  const listed = `${ids.slice(0, shown).join(', ')}${ids.length > shown ? ' …' : ''}`;
  return unknown(`instances of ${name} are in ${ids.length} VPCs: ${listed}`, 'tag each cluster with a name of its own');
}

const reason = ({ why, action }: Unknown) => (action === undefined ? { why } : { why, action });
