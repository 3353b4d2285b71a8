import { check } from '../check.ts';
import { administration } from '../reachable-services.ts';
import { reaching } from '../reached.ts';

/**
 * Effective exposure, not open rules: a public address, a gateway, routes, network ACLs in both directions and the security groups of the
 * interface, by exact set algebra, IPv4 and IPv6. What leads through load balancers is judged by exposure/load-balancer-paths.
 */
export default check({
  id: 'exposure/administration-ports',
  title: 'The internet reaches no administration port of nodes and pods (SSH, RDP and others)',
  severity: 'high',
  scope: 'cluster',
  why: 'Ports of administration are tried around the clock from everywhere; one stolen key or one flaw is then a node, with the credentials of every pod on it.',
  fix: {
    text: 'Give nodes no public address and reach them with Session Manager; until then let the security group name the addresses that administer.',
    cli: 'aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port 22 --cidr 0.0.0.0/0',
    cdk: "cluster.addNodegroupCapacity('Nodes', { subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, … })",
    terraform: 'subnet_ids = module.vpc.private_subnets',
  },
  each: 'nodeExposures',
  needs: ['settings'],
  judge: reaching(administration, 'high', 'the internet reaches no administration port'),
});
