import { office, production } from './accounts.ts';
import { cluster } from './builders/cluster.ts';
import { arnOf, type Place } from './builders/ids.ts';
import { kubernetes, object } from './builders/kubernetes-system.ts';
import { loadBalancer } from './builders/load-balancers.ts';
import { network } from './builders/network.ts';
import { nodeGroup } from './builders/nodes.ts';
import { type Parts, together } from './builders/parts.ts';
import type { Network } from './builders/places.ts';
import { anywhere, prefixList, securityGroup, tcp } from './builders/security-groups.ts';

const virginia: Place = { account: production, region: 'us-east-1' };

/**
 * exports: run with a contractor, whose key it uses: it is in an account that is not ours, and cannot be described. Its version ends soon.
 * Its load balancer faces the internet, and nobody gets through: whoever opened the node port opened it for the VPC, where load balancers
 * stand, but this one hands on the client's own address.
 */
function exportsAndPartners(): Parts {
  const vpc = network({ ...virginia, name: 'exchange', number: 4, created: '2025-11-03T13:00:00Z' });
  const contractor = { account: '999988887777', region: virginia.region };
  const made = cluster(vpc, {
    name: 'exports',
    version: '1.34',
    platformVersion: 'eks.22',
    created: '2025-11-03T14:00:00Z',
    publicEndpoint: true,
    publicCidrs: [office, '198.51.100.128/28'],
    key: arnOf('kms', contractor, 'key/5a0f3b1c-7d2e-4c68-9b1a-2f4e6d8c0a13'),
    tags: { team: 'exports', contractor: 'northwind' },
    ingress: [{ ...tcp(31_443), v4: [vpc.cidr], description: 'customs, from the load balancer' }],
  });
  const { nodes, parts } = nodeGroup(made, { name: 'exports', count: 2, created: '2025-11-03T14:30:00Z' });
  const customs = loadBalancer(made, {
    name: 'customs',
    madeFor: 'exports/customs',
    type: 'network',
    internal: false,
    port: 443,
    nodePort: 31_443,
    ingress: [{ ...tcp(443), ...anywhere, description: 'customs offices' }],
    nodes,
    created: '2026-09-21T08:15:00Z',
  });
  const objects = kubernetes(made, nodes, ({ namespace, deployment }) => [
    namespace('exports'),
    deployment({ namespace: 'exports', name: 'customs', image: 'exports/customs:1.2.8', replicas: 2, port: 8080 }),
  ]);
  return together(vpc.parts, made.parts, parts, customs, objects, partnerGateway(vpc));
}

/** partner-gateway: SSH is for "the partners' offices", a prefix list; one day someone added an entry to it, to get an onboarding done. */
function partnerGateway(vpc: Network): Parts {
  const offices = prefixList(virginia, {
    name: 'partner-offices',
    entries: {
      '198.51.100.64/27': 'Northwind, Rotterdam',
      '192.0.2.32/28': 'Contoso, Lyon',
      '0.0.0.0/0': 'temporary, remove after onboarding',
    },
  });
  const ssh = securityGroup(vpc, {
    name: 'partner-ssh',
    description: 'SSH for partners',
    ingress: () => [{ ...tcp(22), prefixLists: [offices.id], description: 'offices of partners' }],
  });
  const made = cluster(vpc, {
    name: 'partner-gateway',
    version: '1.35',
    platformVersion: 'eks.14',
    created: '2026-04-14T14:00:00Z',
    publicEndpoint: false,
    publicCidrs: [],
    tags: { team: 'partners' },
  });
  const { nodes, parts } = nodeGroup(made, {
    name: 'gateway',
    count: 2,
    created: '2026-04-14T14:30:00Z',
    groups: [made.group, ssh.ref],
  });
  const objects = kubernetes(made, nodes, ({ namespace, deployment }) => [
    namespace('gateway'),
    deployment({ namespace: 'gateway', name: 'sftp', image: 'partners/sftp:2.0.3', replicas: 2, port: 2222 }),
  ]);
  return together(offices.parts, ssh.parts, made.parts, parts, objects);
}

/**
 * ci-runners: "the runners are somewhere at Amazon", so all of 3.0.0.0/8 may ask: sixteen million addresses, and anyone can rent one. Its jobs
 * build images with the nodes' container runtime, and can take the role that deploys.
 */
function ciRunners(): Parts {
  const vpc = network({ ...virginia, name: 'ci', number: 5, created: '2026-05-05T15:00:00Z' });
  const made = cluster(vpc, {
    name: 'ci-runners',
    version: '1.35',
    platformVersion: 'eks.14',
    created: '2026-05-05T16:00:00Z',
    publicEndpoint: true,
    publicCidrs: ['3.0.0.0/8'],
    logs: [],
    authentication: 'API_AND_CONFIG_MAP',
    tags: { team: 'platform' },
  });
  const { nodes, parts } = nodeGroup(made, {
    name: 'runners',
    count: 2,
    created: '2026-05-05T16:30:00Z',
    instanceType: 'c7i.2xlarge',
  });
  const objects = kubernetes(made, nodes, ({ namespace, deployment }) => [
    namespace('runners'),
    [
      object('ServiceAccount', 'runners', 'runner', made, {
        metadata: {
          namespace: 'runners',
          name: 'runner',
          annotations: { 'eks.amazonaws.com/role-arn': `arn:aws:iam::${virginia.account}:role/deploy` },
        },
      }),
    ],
    deployment({
      namespace: 'runners',
      name: 'runner',
      image: 'platform/runner:2.330.0',
      replicas: 4,
      serviceAccount: 'runner',
      pod: { volumes: [{ name: 'runtime', hostPath: { path: '/run/containerd/containerd.sock', type: 'Socket' } }] },
      container: { volumeMounts: [{ name: 'runtime', mountPath: '/run/containerd/containerd.sock' }] },
    }),
  ]);
  return together(vpc.parts, made.parts, parts, objects);
}

/** The production account in us-east-1. */
export const virginiaParts = (): Parts => together(exportsAndPartners(), ciRunners());
