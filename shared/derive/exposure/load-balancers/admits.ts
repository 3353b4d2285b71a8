import type { Unknown } from '../../../facts/fact.ts';
import type { FlowSet } from '../../../net/flow-set.ts';
import { IpSet } from '../../../net/ip-set.ts';
import type { Step } from '../exposure.ts';
import type { Rules } from '../security-groups.ts';
import { everyone, flowTo, nobody } from '../traffic.ts';
import type { Transport } from './front.ts';

/** What some groups let through of a single flow: to or from whom for certain, and as far as what could not be read may go. */
export interface Admitted {
  readonly certain: IpSet;
  readonly possible: IpSet;
  readonly unread: readonly Unknown[];
}

export const unfiltered: Admitted = { certain: everyone, possible: everyone, unread: [] };
export const closed: Admitted = { certain: nobody, possible: nobody, unread: [] };
export const doubtful = (why: Unknown): Admitted => ({ certain: nobody, possible: everyone, unread: [why] });

const made = new WeakMap<Rules, Map<string, Admitted>>();

/**
 * What rules let through to a port: made once, since the same is asked for every listener and target.
 *
 * @param peerGroups the groups of the other side: a rule that names one of them means every packet of that side, whatever its address
 */
export function admitted(rules: Rules, transport: Transport, port: number, peerGroups: readonly string[]): Admitted {
  const ofRules = made.get(rules) ?? new Map<string, Admitted>();
  made.set(rules, ofRules);
  const key = [transport, port, ...peerGroups].join(' ');
  const known = ofRules.get(key) ?? admittedBy(rules, flowTo(transport, port), peerGroups);
  ofRules.set(key, known);
  return known;
}

function admittedBy(rules: Rules, flow: FlowSet, peerGroups: readonly string[]): Admitted {
  const own = rules.rules.filter(({ flows }) => flow.isSubsetOf(flows));
  const byGroup = own.some(({ groups }) => groups.some((id) => peerGroups.includes(id)));
  const certain = byGroup ? everyone : IpSet.unionOf(own.map(({ peers }) => peers));
  const unread = rules.unread.filter(({ flows }) => flows === undefined || flow.isSubsetOf(flows)).map(({ why }) => why);
  return { certain, possible: unread.length > 0 ? everyone : certain, unread };
}

/** As many rules as a path names. */
const shown = 4;

/** The rules by which a single flow of some peers passes. */
export const rulesFor = (rules: Rules, flow: FlowSet, peers: IpSet, peerGroups: readonly string[]): readonly Step[] =>
  rules.rules
    .filter(({ flows }) => flow.isSubsetOf(flows))
    .filter((rule) => rule.groups.some((id) => peerGroups.includes(id)) || !rule.peers.intersect(peers).isEmpty())
    .slice(0, shown)
    .map(({ step }) => step);
