import { cluster } from '../../estate/demo/builders/cluster.ts';
import { node } from '../../estate/demo/builders/instances.ts';
import { kopsCluster } from '../../estate/demo/builders/kops.ts';
import { loadBalancer } from '../../estate/demo/builders/load-balancers.ts';
import { network } from '../../estate/demo/builders/network.ts';
import { type Parts, together } from '../../estate/demo/builders/parts.ts';
import { anywhere, securityGroup, tcp } from '../../estate/demo/builders/security-groups.ts';
import { clusterVersions } from '../../estate/demo/builders/versions.ts';
import { demoDate } from '../../estate/demo/index.ts';
import { iam } from '../../estate/demo/organization.ts';
import type { Estate } from '../../estate/server.ts';
import { place } from './small.ts';

const created = '2026-01-05T10:00:00Z';
/** What kOps calls its cluster. */
export const domain = 'old.example.com';

/** A VPC with an EKS cluster, one of Cluster API behind a network load balancer, and one that kOps made. */
function shared(): Parts {
  const vpc = network({ ...place, name: 'shared', number: 1, created });
  const eks = cluster(vpc, {
    ...{ name: 'shop', version: '1.36', platformVersion: 'eks.6', created, tags: {} },
    ...{ publicEndpoint: false, publicCidrs: [] },
  });
  const capi = { ...eks, name: 'capi', arn: 'kubernetes.io/cluster/capi' };
  const group = securityGroup(vpc, {
    name: 'capi-controlplane',
    description: 'Kubernetes control plane',
    ingress: () => [{ ...tcp(6443), ...anywhere }],
  });
  const [subnet] = vpc.privateSubnets;
  if (subnet === undefined) throw new Error('no subnet');
  const machine = node(
    capi,
    { name: 'capi-cp', created },
    {
      ...{ subnet, groups: [group.ref], index: 0 },
      tags: {
        'sigs.k8s.io/cluster-api-provider-aws/cluster/capi': 'owned',
        'sigs.k8s.io/cluster-api-provider-aws/role': 'control-plane',
      },
    },
  );
  const front = loadBalancer(capi, {
    ...{ name: 'capi-apiserver', madeFor: 'capi', type: 'network', internal: false, port: 6443, nodePort: 6443 },
    ...{ ingress: [{ ...tcp(6443), ...anywhere }], nodes: [machine], created },
  });
  const kops = kopsCluster(vpc, { name: domain, created, api: [{ ...tcp(443), ...anywhere }], workers: 1 });
  return together(vpc.parts, eks.parts, group.parts, machine.parts, front, kops);
}

/** One account with one Region, in which three kinds of clusters share a VPC. */
export const mixedEstate = (): Estate => ({
  accounts: {
    [place.account]: {
      global: { iam: iam({ rootAccessKeys: 0 }) },
      regions: { [place.region]: { ...together(shared(), clusterVersions(demoDate)) } },
    },
  },
});
