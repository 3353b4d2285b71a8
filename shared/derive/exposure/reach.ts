import { isUnknown, type Unknown } from '../../facts/fact.ts';
import { arrivalOf } from './arrival.ts';
import type { Exposure, Located, NetworkFacts, Step, UnknownExposure } from './exposure.ts';
import { exposuresOf } from './exposures.ts';
import { listed } from './listed.ts';
import { answering, askedTraffic, interfacesAsked, type Question } from './question.ts';
import { securityGroupsOf } from './security-groups.ts';
import { sourceLists } from './source-lists.ts';
import { type Stops, stopsOf } from './stops.ts';
import { stopsThroughLoadBalancers } from './stops-through-load-balancers.ts';

export type { Question } from './question.ts';

/** The smallest change that would open or close what was asked: all of these steps together. */
interface Change {
  readonly to: 'open' | 'close';
  readonly steps: readonly Step[];
}

export interface Answer {
  /** Whether the snapshot has what was asked about. */
  readonly found: boolean;
  /** Whether anyone in `from` makes a round trip: some row says so, even if only `unless` something unread forbids it. */
  readonly reachable: boolean;
  /** The rows that answer, with the sources and the port that were asked for. */
  readonly rows: readonly Exposure[];
  /** What could not be bounded: without rows, `reachable` is then not known. */
  readonly unknown: readonly UnknownExposure[];
  /** Where nothing is reachable: what stops it, in the order in which packets and answers meet it. */
  readonly stoppedBy: readonly Step[];
  readonly change?: Change;
}

/** Answers one question about what the internet reaches, with the proof, or with what stops it; pure, and total. */
export function reach(network: NetworkFacts, question: Question, place?: Located): Answer {
  const items = interfacesAsked(network, question);
  const nothing: Answer = { found: items.length > 0, reachable: false, rows: [], unknown: [], stoppedBy: [] };
  if (items.length === 0) return { ...nothing, unknown: hiding(network, question) };
  const interfaces = new Set(items.map(({ id }) => id));
  const asked = askedTraffic(question);
  const found = exposuresOf(network, { interfaces, asked, ...(place === undefined ? {} : { place }) });
  const rows = found.exposures.map((row) => answering(row, question)).filter((row) => row !== undefined);
  const unknown = [...found.unknown, ...unlisted(network, question)];
  const answer = { ...nothing, reachable: rows.length > 0, rows, unknown };
  if (rows.length > 0) return { ...answer, ...closing(rows, items) };
  const ways = { arrival: arrivalOf(network), groups: securityGroupsOf(network), listOf: sourceLists(network), asked };
  const direct = items.map((item) => stopsOf(network, ways, item, asked)).filter(({ stoppedBy }) => stoppedBy.length > 0);
  // A way through a load balancer was made for clients: opening it is the smaller change.
  const behind = stopsThroughLoadBalancers(network, ways, items, { ...question, place });
  const all = [...direct, ...behind];
  const [least] = [...behind, ...direct].sort((a, b) => a.stoppedBy.length - b.stoppedBy.length);
  return { ...answer, stoppedBy: all.flatMap(({ stoppedBy }) => stoppedBy), ...opening(least) };
}

/** Interfaces that could not be read: any of them may be what was asked about. */
function hiding({ networkInterfaces }: NetworkFacts, { to }: Question): readonly UnknownExposure[] {
  const unread = isUnknown(networkInterfaces)
    ? [{ ...networkInterfaces, id: 'network interfaces' }]
    : networkInterfaces.missing;
  return unread
    .filter(({ id }) => to.kind !== 'interface' || id === to.id || isUnknown(networkInterfaces))
    .map(({ id, why, action }) => ({
      resource: { type: 'network-interface', id },
      why,
      ...(action === undefined ? {} : { action }),
    }));
}

/** Interfaces of an instance that could not be read: it may be reached by any of them. */
function unlisted({ networkInterfaces, instances }: NetworkFacts, { to }: Question): readonly UnknownExposure[] {
  if (to.kind !== 'instance') return [];
  const { items, missing, find } = listed('networkInterfaces', networkInterfaces);
  const instance = listed('instances', instances).find(to.id);
  const named = isUnknown(instance) ? instance : instance.networkInterfaceIds;
  const unread = new Map<string, Unknown>(isUnknown(named) ? missing : []);
  for (const { id, instanceId } of items)
    if (isUnknown(instanceId) && (isUnknown(named) || named.includes(id))) unread.set(id, instanceId);
  for (const id of isUnknown(named) ? [] : named) {
    const item = find(id);
    if (isUnknown(item)) unread.set(id, item);
  }
  return [...unread].map(([id, { why, action }]) => ({
    resource: { type: 'network-interface', id },
    why: `it may be of ${to.id}: ${why}`,
    ...(action === undefined ? {} : { action }),
  }));
}

const opening = (stops: Stops | undefined): Pick<Answer, 'change'> =>
  stops === undefined || stops.open.length === 0 ? {} : { change: { to: 'open', steps: stops.open } };

/** The rules of the interface's own groups by which the rows pass: without them no row is left. An interface without groups has none to change. */
function closing(rows: readonly Exposure[], items: ReturnType<typeof interfacesAsked>): Pick<Answer, 'change'> {
  const own = new Set(items.flatMap(({ securityGroupIds }) => (isUnknown(securityGroupIds) ? [] : securityGroupIds)));
  const steps: Step[] = [];
  for (const { path } of rows) {
    const rules = path.filter(({ kind, id }) => kind === 'security-group' && own.has(id));
    if (rules.length === 0) return {};
    steps.push(...rules.map(({ kind, id, says }) => ({ kind, id, says: `remove the ${says}` })));
  }
  return { change: { to: 'close', steps: [...new Map(steps.map((step) => [`${step.id} ${step.says}`, step])).values()] } };
}
