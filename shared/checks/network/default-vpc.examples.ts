import { base, cluster, denied, instance, list, without } from '../base.ts';
import { vpc } from '../base-network.ts';
import type { Example } from '../example.ts';

const unread = { known: false as const, why: 'DescribeCluster answered no VPC' };
const { known: _, ...reason } = denied('eks:DescribeCluster');
const passes = { resource: vpc.id, status: 'pass' as const, because: 'not the default VPC; it holds shop' };

export default [
  { says: 'A VPC of its own', facts: { vpcs: list([vpc]) }, expect: [passes] },
  {
    says: 'Two clusters in the default VPC',
    facts: {
      vpcs: list([{ ...vpc, isDefault: true }]),
      clusters: list([cluster, { ...cluster, name: 'lab', arn: `${cluster.arn}-lab` }]),
    },
    expect: [{ resource: vpc.id, status: 'fail', because: 'the default VPC of the Region holds lab, shop' }],
  },
  {
    says: 'A default VPC without a cluster is not judged',
    facts: { vpcs: list([vpc, { ...vpc, id: 'vpc-default', isDefault: true }]) },
    expect: [passes],
  },
  {
    says: "Without a VPC of its own a cluster's subnets tell it",
    facts: { clusters: list([{ ...cluster, vpcId: unread }]) },
    expect: [passes],
  },
  {
    says: 'Neither VPC nor subnets are known',
    facts: { clusters: list([{ ...cluster, vpcId: unread, subnetIds: unread }]) },
    expect: [{ resource: cluster.arn, status: 'unknown', because: 'DescribeCluster answered no VPC' }],
  },
  {
    says: 'One cluster could not be described',
    facts: { clusters: list([cluster], [{ id: 'arn:aws:eks:eu-central-1:111122223333:cluster/zoo', ...reason }]) },
    expect: [
      {
        resource: 'arn:aws:eks:eu-central-1:111122223333:cluster/zoo',
        status: 'unknown',
        because: 'AccessDenied: eks:DescribeCluster (eks:DescribeCluster)',
      },
      passes,
    ],
  },
  {
    says: 'The VPCs could not be read',
    facts: without('vpcs', 'ec2:DescribeVpcs'),
    expect: [{ resource: vpc.id, status: 'unknown', because: 'AccessDenied: ec2:DescribeVpcs (ec2:DescribeVpcs)' }],
  },
  {
    says: 'A VPC that the list does not hold',
    facts: { vpcs: list([]) },
    expect: [{ resource: vpc.id, status: 'unknown', because: 'EC2 lists no VPC vpc-shop' }],
  },
  {
    says: 'No cluster in the Region',
    facts: { ...base, clusters: list([]), instances: list([]) },
    expect: [{ status: 'not-applicable', because: 'no VPC of this Region holds a cluster' }],
  },
  {
    says: 'A cluster in the default VPC that is not of EKS',
    facts: {
      ...base,
      clusters: list([]),
      instances: list([{ ...instance, tags: { KubernetesCluster: 'shop.example.com' } }]),
      vpcs: list([{ ...vpc, isDefault: true }]),
    },
    expect: [{ resource: 'vpc-shop', status: 'fail', because: 'the default VPC of the Region holds shop.example.com' }],
  },
] satisfies readonly Example[];
