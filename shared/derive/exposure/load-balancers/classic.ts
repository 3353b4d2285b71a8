import { isUnknown, type Unknown } from '../../../facts/fact.ts';
import type { Stored } from '../../../facts/index.ts';
import { TCP } from '../../../net/flow-set.ts';
import type { Located, NetworkFacts } from '../exposure.ts';
import { listed, unlessOf } from '../listed.ts';
import type { Elsewhere, Front, Listener, Unseen } from './front.ts';
import { type Places, sorted } from './targets.ts';

type Classic = Stored<'classicLoadBalancers'>;

/**
 * Classic load balancers of a VPC (Elastic Load Balancing: User Guide for Classic Load Balancers): TCP over IPv4 only; they connect to
 * their instances themselves, and across zones only if told to.
 */
export function classicFronts(network: NetworkFacts, places: Places, place: Located | undefined): readonly Front[] {
  return listed('classicLoadBalancers', network.classicLoadBalancers).items.flatMap((one): Front[] => {
    const { scheme, vpcId } = one;
    if ((!isUnknown(scheme) && scheme !== 'internet-facing') || vpcId === undefined) return [];
    const unread: Unknown[] = [one.subnetIds, one.securityGroupIds, one.instanceIds, one.listeners].filter(isUnknown);
    const elsewhere: Elsewhere[] = [];
    const unless = isUnknown(scheme) ? [unlessOf('classicLoadBalancers', scheme)] : [];
    const via = arnOf(one.name, place);
    return [
      {
        via,
        step: { kind: 'load-balancer', id: via, says: `internet-facing classic load balancer ${one.name}` },
        address: isUnknown(one.dnsName) ? via : one.dnsName,
        description: `ELB ${one.name}`,
        vpcId,
        subnetIds: isUnknown(one.subnetIds) ? [] : one.subnetIds,
        groupIds: isUnknown(one.securityGroupIds) ? [] : one.securityGroupIds,
        unfiltered: false,
        families: [{ family: 'v4', unless }],
        listeners: listenersOf(one, via, places, { unread, elsewhere }),
        unread,
        elsewhere,
      },
    ];
  });
}

/** The ARN of a classic load balancer, which the API does not give; its name, where its place is not known. */
export const arnOf = (name: string, place: Located | undefined): string =>
  place === undefined
    ? name
    : `arn:${place.partition}:elasticloadbalancing:${place.region}:${place.account}:loadbalancer/${name}`;

function listenersOf(one: Classic, via: string, places: Places, unseen: Unseen): readonly Listener[] {
  const { listeners, instanceIds, crossZone = false } = one;
  if (isUnknown(listeners) || isUnknown(instanceIds)) return [];
  return listeners.map(({ protocol, port, instancePort }): Listener => {
    const placed = instanceIds.map((id) => places.ofInstance(id, instancePort, 'v4'));
    const targets = sorted(placed, unseen);
    return {
      port,
      transports: [TCP],
      steps: [{ kind: 'listener', id: via, says: `${protocol} ${port}` }],
      forwards: [
        {
          steps: [],
          family: 'v4',
          crossZone: isUnknown(crossZone) || crossZone,
          preserves: () => [false],
          targets,
          behind: [],
          unless: isUnknown(crossZone) ? [unlessOf('classicLoadBalancers', crossZone)] : [],
        },
      ],
    };
  });
}
