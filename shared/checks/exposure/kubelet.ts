import { check } from '../check.ts';
import { kubelet } from '../reachable-services.ts';
import { reaching } from '../reached.ts';

/** Ports 10250, which runs commands in pods for whoever may, and 10255, which tells of them without asking (kubernetes.io, "Ports and Protocols"). */
export default check({
  id: 'exposure/kubelet',
  title: 'The internet reaches no kubelet',
  severity: 'high',
  scope: 'cluster',
  why: 'The kubelet runs commands in every pod of its node: one wrong setting of its authentication, or one flaw in it, and the node is whose who came first. Its read-only port asks nobody.',
  fix: {
    text: 'Only the control plane talks to the kubelet: let the security group of the nodes name that of the cluster for port 10250, and give nodes no public address.',
    cli: 'aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port 10250 --cidr 0.0.0.0/0',
    cdk: "cluster.addNodegroupCapacity('Nodes', { subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, … })",
    terraform: 'subnet_ids = module.vpc.private_subnets',
  },
  each: 'nodeExposures',
  needs: ['settings'],
  judge: reaching(kubelet, 'high', 'the internet reaches no kubelet'),
});
