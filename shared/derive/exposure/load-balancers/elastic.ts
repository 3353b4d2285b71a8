import { isUnknown, type Unknown, unknown } from '../../../facts/fact.ts';
import type { Stored } from '../../../facts/index.ts';
import type { NetworkFacts, Step, Unless } from '../exposure.ts';
import { about, type Listed, listed, memoised, unlessOf } from '../listed.ts';
import type { Balancer, Behind, Elsewhere, Front, Listener, Unseen } from './front.ts';
import { descriptionOf } from './nodes.ts';
import { type Forwards, forwardsOf } from './target-groups.ts';
import type { Places } from './targets.ts';
import { transportsOf } from './transports.ts';

type LoadBalancer = Stored<'loadBalancers'>;
type Action = Extract<Stored<'listeners'>['defaultActions'], readonly unknown[]>[number];

/** Application and network load balancers that face the internet (Elastic Load Balancing: their User Guides). */
export function elasticFronts(network: NetworkFacts, places: Places): readonly Front[] {
  const balancers = listed('loadBalancers', network.loadBalancers);
  const read = readerOf(network, places, balancers);
  return balancers.items.flatMap((one): Front[] => {
    const families = familiesOf(one);
    return families.length === 0 ? [] : [{ ...read(one), families }];
  });
}

/** Load balancers with their listeners, whoever can dial them. */
function readerOf(network: NetworkFacts, places: Places, balancers: Listed<LoadBalancer>): (one: LoadBalancer) => Balancer {
  const listeners = listed('listeners', network.listeners);
  const rules = listed('listenerRules', network.listenerRules);
  const ofBalancer = Map.groupBy(listeners.items, ({ loadBalancerArn }) => loadBalancerArn);
  const ofListener = Map.groupBy(rules.items, ({ listenerArn }) => listenerArn);
  const read = memoised((one: LoadBalancer): Balancer => {
    const unread: Unknown[] = [];
    const elsewhere: Elsewhere[] = [];
    unread.push(...lost(listeners, one.arn));
    const all = (ofBalancer.get(one.arn) ?? []).flatMap((listener): Listener[] => {
      const own = one.type === 'application' ? (ofListener.get(listener.arn) ?? []) : [];
      if (one.type === 'application') unread.push(...lost(rules, listener.arn));
      return listenerOf(listener, own, (arn) => forwards(arn, one), { unread, elsewhere });
    });
    return { ...frontOf(one, unread), elsewhere, listeners: all };
  });
  const standing = new Map(balancers.items.map(({ arn }) => [descriptionOf(arn), arn]));
  const forwards = forwardsOf(network, places, {
    at: (arn, port) => behindAt(balancers.find(arn), port, read),
    standing: (description) => standing.get(description),
  });
  return read;
}

/**
 * An application load balancer at a port, whoever else can dial it (Network Load Balancers, "Application Load Balancers as targets": internal
 * or not, and its listener is at the port of the target group).
 */
function behindAt(
  one: LoadBalancer | Unknown,
  port: number,
  read: (one: LoadBalancer) => Balancer,
): Behind | Unknown | undefined {
  if (isUnknown(one) || isUnknown(one.type)) return isUnknown(one) ? one : unknown(`what ${one.arn} is could not be read`);
  if (one.type !== 'application') return unknown(`${one.arn} is a target, and no application load balancer`);
  if (!isUnknown(one.state) && !works.includes(one.state)) return undefined;
  const balancer = read(one);
  const listener = balancer.listeners.find((each) => each.port === port);
  const unless = isUnknown(one.state) ? [unlessOf('loadBalancers', one.state)] : [];
  if (listener !== undefined) return { balancer, groupIds: one.securityGroupIds, listener, unless };
  // A listener that could not be read may be the one at this port.
  return balancer.unread[0];
}

/** What could not be read of the items that belong to something: they are missing under names that end with its own, or under theirs. */
const lost = (list: Listed<unknown>, arn: string): readonly Unknown[] =>
  list.missing === undefined
    ? [list.unread].filter((one) => one !== undefined)
    : [...list.missing].flatMap(([id, why]) => (id.endsWith(arn) || id.startsWith(partsOf(arn)) ? [why] : []));

/** How the ARNs of a load balancer's listeners begin, and those of a listener's rules. */
const partsOf = (arn: string): string =>
  `${arn.replace(':listener/', ':listener-rule/').replace(':loadbalancer/', ':listener/')}/`;

function frontOf(one: LoadBalancer, unread: Unknown[]): Omit<Balancer, 'listeners' | 'elsewhere'> {
  const { arn, name, dnsName, type, scheme, vpcId, subnetIds, securityGroupIds } = one;
  if (isUnknown(subnetIds)) unread.push(subnetIds);
  if (isUnknown(securityGroupIds)) unread.push(securityGroupIds);
  // Only a network load balancer may have no groups, and only an application one has rules.
  if (isUnknown(type)) unread.push(type);
  else if (type === 'application' && !isUnknown(securityGroupIds) && securityGroupIds.length === 0)
    unread.push(unknown(`ELB gives ${arn} no security groups, which an application load balancer has`));
  const groupIds = isUnknown(securityGroupIds) ? [] : securityGroupIds;
  const says = `${isUnknown(scheme) ? '' : `${scheme} `}${isUnknown(type) ? '' : `${type} `}load balancer ${isUnknown(name) ? '' : name}`;
  return {
    via: arn,
    step: { kind: 'load-balancer', id: arn, says: says.trim() },
    address: isUnknown(dnsName) ? arn : dnsName,
    description: descriptionOf(arn),
    vpcId,
    subnetIds: isUnknown(subnetIds) ? [] : subnetIds,
    groupIds,
    unfiltered: type === 'network' && !isUnknown(securityGroupIds) && groupIds.length === 0,
    unread,
  };
}

const works: readonly string[] = ['active', 'active_impaired'];

/**
 * The families in which it can be dialled from the internet. `ipv6.deny_all_igw_traffic` (ELBv2 API, LoadBalancerAttribute) is by default true of internal load balancers and
 * false of others: an internal dual-stack one of which it is false can be reached by IPv6.
 */
function familiesOf(one: LoadBalancer): Front['families'] {
  const { type, state, scheme, ipAddressType, ipv6DenyAllIgwTraffic } = one;
  if (type === 'gateway' || (!isUnknown(state) && !works.includes(state))) return [];
  const common = [type, state].filter(isUnknown);
  const found: { family: 'v4' | 'v6'; unless: readonly Unless[] }[] = [];
  const add = (family: 'v4' | 'v6', unread: readonly unknown[]): void => {
    found.push({ family, unless: [...common, ...unread.filter(isUnknown)].map((why) => unlessOf('loadBalancers', why)) });
  };
  if ((isUnknown(scheme) || scheme === 'internet-facing') && ipAddressType !== 'dualstack-without-public-ipv4')
    add('v4', [scheme, ipAddressType]);
  if (ipAddressType === 'ipv4') return found;
  const denied = ipv6DenyAllIgwTraffic ?? (isUnknown(scheme) ? scheme : scheme !== 'internet-facing');
  if (denied !== true) add('v6', [ipAddressType, denied]);
  return found;
}

function listenerOf(
  listener: Stored<'listeners'>,
  rules: readonly Stored<'listenerRules'>[],
  forwards: (arn: string) => Forwards,
  { unread, elsewhere }: Unseen,
): Listener[] {
  const { arn, protocol, port, defaultActions } = listener;
  if (isUnknown(protocol) || isUnknown(port)) {
    unread.push(...[protocol, port].filter(isUnknown).map((why) => about(arn, why)));
    return [];
  }
  const taken = transportsOf(protocol);
  if (taken === undefined) {
    unread.push(unknown(`the protocol ${JSON.stringify(protocol.slice(0, 64))} of ${arn} is not known`));
    return [];
  }
  const ways = [
    { actions: defaultActions, step: undefined },
    ...rules.map((rule) => ({ actions: rule.actions, step: ruleStep(rule) })),
  ];
  unread.push(...ways.map(({ actions }) => actions).filter(isUnknown));
  const arns = ways.flatMap(({ actions, step }) =>
    (isUnknown(actions) ? [] : actions).flatMap((action) =>
      action.targetGroupArns.map((group) => [group, stepsOf(step, actions)] as const),
    ),
  );
  const found = [...new Map([...arns].reverse()).entries()].map(([group, steps]) => ({ steps, ...forwards(group) }));
  unread.push(...found.flatMap((one) => one.unread));
  elsewhere.push(...found.flatMap((one) => one.elsewhere));
  return [
    {
      port,
      transports: taken,
      steps: [{ kind: 'listener', id: arn, says: `${protocol} ${port}${mutual(listener)}` }],
      forwards: found.flatMap(({ steps, forward }) =>
        forward === undefined ? [] : [{ ...forward, steps: [...steps, ...forward.steps] }],
      ),
    },
  ];
}

const mutual = ({ mutualAuthentication: mode }: Stored<'listeners'>): string =>
  typeof mode === 'string' && mode !== 'off' ? `, mutual TLS: ${mode}` : '';

/** As many values of a condition as a step names. */
const shown = 3;

function ruleStep({ arn, isDefault, priority, conditions }: Stored<'listenerRules'>): Step | undefined {
  if (isDefault === true) return undefined;
  const asked = isUnknown(conditions)
    ? ['conditions that could not be read']
    : conditions.map(
        ({ field, values }) => `${field} ${values.slice(0, shown).join(', ')}${values.length > shown ? ', …' : ''}`,
      );
  return { kind: 'listener-rule', id: arn, says: `rule ${isUnknown(priority) ? '' : priority}: ${asked.join('; ')}` };
}

/** A rule, and what it asks of a client before it forwards: it does not keep an attacker's packets away. */
function stepsOf(step: Step | undefined, actions: readonly Action[] | Unknown): readonly Step[] {
  const own = step === undefined ? [] : [step];
  const asks = (isUnknown(actions) ? [] : actions).filter(
    ({ type }) => type.startsWith('authenticate-') || type === 'jwt-validation',
  );
  return [...own, ...asks.map(({ type }) => ({ kind: 'authentication', id: step?.id ?? type, says: type }))];
}
