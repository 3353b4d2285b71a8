import { isUnknown, type Unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';
import { allFlows } from '../../net/flow-set.ts';
import type { Step } from './exposure.ts';
import type { Rules, SecurityGroups } from './security-groups.ts';
import { type Asked, allTraffic, amongFlows, isAmong, noTraffic, type Traffic } from './traffic.ts';

type Interface = Stored<'networkInterfaces'>;

/** What the groups of an interface let in by address, and what they might let in as well. */
export interface Admission {
  /** The groups, joined: the same for interfaces that carry the same. */
  readonly key: string;
  readonly id: string;
  readonly traffic: Traffic;
  readonly unread: readonly { readonly traffic: Traffic; readonly why: Unknown }[];
  explain(asked: Asked): readonly Step[];
}

const admission = (key: string, id: string, traffic: Traffic, explain: Admission['explain']): Admission => ({
  key,
  id,
  traffic,
  unread: [],
  explain,
});

/**
 * The groups of an interface towards the internet. Only a network load balancer's interface may have none, and then nothing filters it; any
 * other without groups admits nothing.
 */
export function admissionOf(item: Interface, groups: SecurityGroups): Admission {
  const { id, securityGroupIds, interfaceType } = item;
  if (isUnknown(securityGroupIds)) return mayAdmit(id, securityGroupIds);
  if (securityGroupIds.length > 0) {
    const key = [...new Set(securityGroupIds)].sort().join(' ');
    return ofRules(key, groups.of(securityGroupIds, 'ingress'));
  }
  if (isUnknown(interfaceType)) return mayAdmit(id, interfaceType);
  if (interfaceType !== 'network_load_balancer') return admission('-', id, noTraffic, () => []);
  const says = 'a network load balancer without security groups: nothing filters';
  return admission('*', id, allTraffic, () => [{ kind: 'network-interface', id, says }]);
}

const mayAdmit = (id: string, why: Unknown): Admission => ({
  ...admission(`? ${id}`, id, noTraffic, () => []),
  unread: [{ traffic: allTraffic, why }],
});

function ofRules(key: string, rules: Rules): Admission {
  const unread = rules.unread.map(({ flows, why }) => ({ traffic: amongFlows(allTraffic, flows ?? allFlows), why }));
  return { ...admission(key, key, rules.traffic, (asked) => admitting(rules, asked)), unread };
}

/** As many rules as a path names. */
const shown = 4;

/** The rules that admit some of what is asked, by address. */
const admitting = ({ rules }: Rules, asked: Asked): readonly Step[] =>
  rules
    .filter(({ flows, peers }) => isAmong(asked, flows, peers))
    .slice(0, shown)
    .map(({ step }) => step);
