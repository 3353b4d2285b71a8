import { check } from '../check.ts';
import { nodePorts } from '../reachable-services.ts';
import { reaching } from '../reached.ts';

/** Every Service of type NodePort or LoadBalancer listens on a port of 30000–32767 of every node, and passes by what its load balancer asks for. */
export default check({
  id: 'exposure/node-ports',
  title: 'The internet reaches no port of the NodePort range on nodes',
  severity: 'medium',
  scope: 'cluster',
  why: 'A port of the range is a Service, on every node: whoever reaches it passes by the load balancer with its TLS, its firewall and its log. The next Service is open as well, without a rule being changed.',
  fix: {
    text: 'Let the security group of the nodes name that of the load balancers for the NodePort range, and give nodes no public address.',
    cli: 'aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port 30000-32767 --cidr 0.0.0.0/0',
    cdk: "cluster.addNodegroupCapacity('Nodes', { subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, … })",
    terraform: 'subnet_ids = module.vpc.private_subnets',
  },
  each: 'nodeExposures',
  needs: ['settings'],
  judge: reaching(nodePorts, 'medium', 'the internet reaches no port of the NodePort range'),
});
