import { isUnknown, type Missing, type Unknown, unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { vpcOf } from './cluster-vpcs.ts';
import { derivation, type Inputs } from './derive.ts';
import { arnOf } from './exposure/load-balancers/classic.ts';
import { compare, onePerReason } from './lists/order.ts';
import { split } from './lists/split.ts';

type Front = Stored<'loadBalancerExposures'>;
type Row = Stored<'exposures'>['rows'][number];

/** What a load balancer may lead to: its targets may be interfaces of the control plane, and other load balancers. */
const roles = ['node', 'pod', 'control-plane', 'load-balancer'] as const;

/** The load balancers of the cluster's VPC and those that lead to its interfaces, each with what the internet reaches through it. */
export const loadBalancerExposures = derivation('loadBalancerExposures', (inputs): Fact<'loadBalancerExposures'> => {
  const { cluster, exposures } = inputs;
  if (!cluster.known) return cluster;
  if (!exposures.known) return exposures;
  const vpcId = vpcOf(cluster.value, inputs.subnets);
  // What nobody places is judged by itself.
  const placed = exposures.value.rows.filter(({ role }) => role !== 'unattributed');
  const rows = Map.groupBy(placed, ({ via }) => via);
  const protocolOf = protocolsOf(inputs);
  const complete = roles.map((role) => exposures.value.complete[role]).find(isUnknown) ?? true;
  const items: Front[] = [];
  const missing = unreadOf(inputs);
  for (const { arn, name, vpcId: own } of allOf(inputs)) {
    const through = (rows.get(arn) ?? []).map((row) => ({ ...row, listener: protocolOf(row) }));
    const unread = [vpcId, own].find(isUnknown);
    if (through.length > 0 || (unread === undefined && own === vpcId)) items.push({ arn, name, ...split(through), complete });
    else if (unread !== undefined) missing.push({ ...unread, id: arn });
  }
  return { known: true, items: items.sort((a, b) => compare(a.arn, b.arn)), missing: onePerReason(missing) };
});

interface Named {
  readonly arn: string;
  readonly name: string;
  readonly vpcId: string | Unknown | undefined;
}

function allOf({ target, loadBalancers, classicLoadBalancers }: Inputs<'loadBalancerExposures'>): readonly Named[] {
  const place = { ...target, region: target.region ?? '' };
  return [
    ...(loadBalancers.known ? loadBalancers.items : []).map(({ arn, name, vpcId }) => ({
      arn,
      name: isUnknown(name) ? arn : name,
      vpcId,
    })),
    ...(classicLoadBalancers.known ? classicLoadBalancers.items : []).map(({ name, vpcId }) => ({
      arn: arnOf(name, place),
      name,
      vpcId,
    })),
  ];
}

/** The protocol of the listener by which a row comes in: classic listeners have no ARN, but a port of their own. */
function protocolsOf(inputs: Inputs<'loadBalancerExposures'>): (row: Row) => string | Unknown {
  const { target, listeners, classicLoadBalancers } = inputs;
  const place = { ...target, region: target.region ?? '' };
  const byArn = new Map(listeners.known ? listeners.items.map(({ arn, protocol }) => [arn, protocol]) : []);
  for (const { name, listeners } of classicLoadBalancers.known ? classicLoadBalancers.items : [])
    for (const { port, protocol } of isUnknown(listeners) ? [] : listeners)
      byArn.set(`${arnOf(name, place)} ${port}`, protocol);
  return ({ path, via, ports }) => {
    const step = path.find(({ kind }) => kind === 'listener');
    const protocol = byArn.get(step?.id ?? '') ?? byArn.get(`${via} ${ports?.[0]?.[0]}`);
    return protocol ?? unknown(`the protocol of the listener of ${via} could not be read`);
  };
}

function unreadOf({ loadBalancers, classicLoadBalancers }: Inputs<'loadBalancerExposures'>): Missing[] {
  const lists = [
    ['loadBalancers', loadBalancers],
    ['classicLoadBalancers', classicLoadBalancers],
  ] as const;
  return lists.flatMap(([id, fact]) => (isUnknown(fact) ? [{ ...fact, id }] : fact.missing));
}
