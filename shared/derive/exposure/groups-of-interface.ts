import { isUnknown, type Unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';
import { allFlows } from '../../net/flow-set.ts';
import type { Step } from './exposure.ts';
import { memoised } from './listed.ts';
import type { Rules, SecurityGroups } from './security-groups.ts';
import { type Asked, allTraffic, amongFlows, isAmong, noTraffic, type Traffic } from './traffic.ts';

type Interface = Stored<'networkInterfaces'>;

/** What the groups of an interface let in by address, and what they might let in as well. */
export interface Admission {
  readonly traffic: Traffic;
  readonly unread: readonly { readonly traffic: Traffic; readonly why: Unknown }[];
  explain(asked: Asked): readonly Step[];
}

const silent = (): readonly Step[] => [];
const closed: Admission = { traffic: noTraffic, unread: [], explain: silent };
const mayAdmit = (why: Unknown): Admission => ({ ...closed, unread: [{ traffic: allTraffic, why }] });

/**
 * The groups of an interface towards the internet, one admission for all interfaces that carry the same. Only a network load balancer's
 * interface may have none, and then nothing filters it; any other without groups admits nothing.
 */
export function admissionsOf(groups: SecurityGroups): (item: Interface) => Admission {
  const carrying = memoised((key: string) => ofRules(groups.of(key.split(' '), 'ingress')));
  return ({ id, securityGroupIds, interfaceType }) => {
    if (isUnknown(securityGroupIds)) return mayAdmit(securityGroupIds);
    if (securityGroupIds.length > 0) return carrying(securityGroupIds.join(' '));
    if (isUnknown(interfaceType)) return mayAdmit(interfaceType);
    if (interfaceType !== 'network_load_balancer') return closed;
    const says = 'a network load balancer without security groups: nothing filters';
    return { traffic: allTraffic, unread: [], explain: () => [{ kind: 'network-interface', id, says }] };
  };
}

function ofRules(rules: Rules): Admission {
  const unread = rules.unread.map(({ flows, why }) => ({ traffic: amongFlows(allTraffic, flows ?? allFlows), why }));
  return { traffic: rules.traffic, unread, explain: (asked) => admitting(rules, asked) };
}

/** As many rules as a path names. */
const shown = 4;

/** The rules that admit some of what is asked, by address. */
const admitting = ({ rules }: Rules, asked: Asked): readonly Step[] =>
  rules
    .filter(({ flows, peers }) => isAmong(asked, flows, peers))
    .slice(0, shown)
    .map(({ step }) => step);
