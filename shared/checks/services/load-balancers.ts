import type { Item } from '../../facts/index.ts';
import { check, type Judgement, notApplicable } from '../check.ts';
import { judgeReached } from '../reached.ts';
import { meetingService } from '../service-ports.ts';
import { count, listed, quoted } from '../words.ts';

type Service = Item<'serviceExposures'>;

/**
 * Services of type LoadBalancer, by the name or address in their status, with what AWS lets through: scheme, listeners, security groups and
 * network ACLs, targets. What listens is told by the Service's own ports: 5432 is a database, whatever the port of the node.
 */
export default check({
  id: 'services/load-balancers',
  title: 'No Service is open to the internet through a load balancer',
  severity: 'high',
  scope: 'cluster',
  why: 'Whoever may create a Service opens a door into the cluster, without a change in AWS: one line in a manifest, and a load balancer with a public address stands there.',
  fix: {
    text: 'Make the load balancer internal, or name those who need it in loadBalancerSourceRanges. A shop for everybody is meant to be open: say so in a waiver.',
    kubectl: 'kubectl annotate --overwrite service NAME service.beta.kubernetes.io/aws-load-balancer-scheme=internal',
  },
  each: 'serviceExposures',
  needs: ['settings'],
  judge: (service, { settings: { largeRange: large } }): Judgement => {
    if (service.type !== 'LoadBalancer') return notApplicable(`type: ${quoted(service.type)}`);
    if (service.addresses.length === 0) return notApplicable('it has no load balancer yet');
    const { balancers, through } = service;
    const meets = meetingService(service, ({ port }) => port, 'low');
    return judgeReached(through, { meets, most: 'high', large, passes: passes(service, balancers) });
  },
});

/** Why nobody comes in, as far as one thing says it all. */
function passes({ sourceRanges }: Service, balancers: Service['balancers']): string {
  const names = listed(
    balancers.map(({ name, scheme }) => `${quoted(name)} (${scheme})`),
    3,
  );
  const ranges =
    sourceRanges === undefined ? '' : `, and loadBalancerSourceRanges names ${count(sourceRanges.length, 'range', 'ranges')}`;
  return `the internet does not reach it through ${names}${ranges}`;
}
