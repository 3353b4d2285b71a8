import { check } from '../check.ts';
import { dangerous, otherThan } from '../reachable-services.ts';
import { judgeReached, meeting } from '../reached.ts';

const meets = meeting([...dangerous, otherThan(dangerous, 'what is behind it', 'low')]);

/**
 * From the listener to the port of the target, through rules, target groups, zones, and the security groups and network ACLs of both. What
 * was opened on purpose is low; a target whose port is that of a known service is as bad as if the service stood in the internet itself.
 * Kubernetes API servers count on their own port only: 8443 is where many a pod speaks TLS.
 */
export default check({
  id: 'exposure/load-balancer-paths',
  title: 'No load balancer leads the internet to nodes and pods',
  severity: 'critical',
  scope: 'cluster',
  why: 'A load balancer is a door into private subnets: its targets need no public address. What it leads to should be what was meant, and a dashboard or a database hardly is.',
  fix: {
    text: 'Where it is not meant for the internet, make the load balancer internal, or let its security group name those who need it. Where it is, say so in a waiver.',
    kubectl: 'kubectl annotate --overwrite service NAME service.beta.kubernetes.io/aws-load-balancer-scheme=internal',
    cli: 'aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port PORT --cidr 0.0.0.0/0',
  },
  each: 'loadBalancerExposures',
  needs: ['settings'],
  judge: (part, { settings: { largeRange: large } }) =>
    judgeReached(part, { meets, most: 'critical', large, passes: 'it leads the internet to no node or pod' }),
});
