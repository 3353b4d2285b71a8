import { check } from '../check.ts';
import { internals, judgedElsewhere, otherThan, webPorts } from '../reachable-services.ts';
import { reaching } from '../reached.ts';

const known = [...judgedElsewhere, ...internals];
const passes = 'the internet reaches no other port';
const onNodes = reaching([...internals, otherThan(known, 'other ports', 'medium')], 'medium', passes);
const onControlPlanes = reaching([...internals, otherThan([...known, webPorts], 'other ports', 'medium')], 'medium', passes);

/** Every port of TCP and UDP that no other check of this folder is about. ICMP and other protocols have no ports, and are not judged. */
export default check({
  id: 'exposure/other-ports',
  title: 'The internet reaches no other port of nodes and pods',
  severity: 'medium',
  scope: 'cluster',
  why: 'Whatever a process or a pod on the network of its host listens on is then everybody’s to try, without a load balancer, its TLS or its log between.',
  fix: {
    text: 'Give nodes and pods no public address: what is meant for the internet belongs behind a load balancer. Let security groups name those who need a port.',
    cli: 'aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port PORT --cidr 0.0.0.0/0',
    cdk: "cluster.addNodegroupCapacity('Nodes', { subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, … })",
    terraform: 'subnet_ids = module.vpc.private_subnets',
  },
  each: 'nodeExposures',
  needs: ['settings'],
  judge: (part, facts) => (part.controlPlane ? onControlPlanes : onNodes)(part, facts),
});
