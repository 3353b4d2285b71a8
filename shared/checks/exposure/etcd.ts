import { check } from '../check.ts';
import { etcd } from '../reachable-services.ts';
import { reaching } from '../reached.ts';

const passes = 'the internet reaches no etcd';
const onControlPlanes = reaching(etcd, 'critical', passes);
const elsewhere = reaching(
  etcd.map((service) => ({ ...service, severity: 'medium' as const })),
  'critical',
  passes,
);

/**
 * Ports 2379 for clients, 2380 for peers, and 4001 of old. AWS runs the etcd of EKS, where the port of a node is open and most likely
 * nobody answers: medium. On instances that are tagged as a control plane, which their owner runs (kOps, Cluster API), it is critical.
 */
export default check({
  id: 'exposure/etcd',
  title: 'The internet reaches no etcd',
  severity: 'critical',
  scope: 'cluster',
  why: 'etcd holds every object of the cluster, Secrets too. Whoever talks to it passes by all authorization of Kubernetes: where it asks for no certificate, the cluster is theirs.',
  fix: {
    text: 'Only API servers and other members talk to etcd: let its security group name theirs, and give its instances no public address.',
    cli: 'aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port 2379 --cidr 0.0.0.0/0',
    cdk: "cluster.addNodegroupCapacity('Nodes', { subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, … })",
    terraform: 'subnet_ids = module.vpc.private_subnets',
  },
  each: 'nodeExposures',
  needs: ['settings'],
  judge: (part, facts) => (part.controlPlane ? onControlPlanes : elsewhere)(part, facts),
});
