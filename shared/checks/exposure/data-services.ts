import { check } from '../check.ts';
import { dataServices } from '../reachable-services.ts';
import { reaching } from '../reached.ts';

/** Databases, queues, dashboards and metrics by their usual ports. */
export default check({
  id: 'exposure/data-services',
  title: 'The internet reaches no database, dashboard or metrics on nodes and pods',
  severity: 'high',
  scope: 'cluster',
  why: 'Databases and dashboards are found within hours of being opened, and many ask for no password on a network that they trust. Metrics tell what runs where, and in which version.',
  fix: {
    text: 'Let the security group name those who need the port, and give nodes and pods no public address. For people put a proxy with authentication in front.',
    cli: 'aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port 5432 --cidr 0.0.0.0/0',
    cdk: "cluster.addNodegroupCapacity('Nodes', { subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, … })",
    terraform: 'subnet_ids = module.vpc.private_subnets',
  },
  each: 'nodeExposures',
  needs: ['settings'],
  judge: reaching(dataServices, 'high', 'the internet reaches no database, dashboard or metrics'),
});
