import { office, staging } from './accounts.ts';
import { kopsCluster } from './builders/kops.ts';
import { network } from './builders/network.ts';
import { type Parts, together } from './builders/parts.ts';
import { anywhere, tcp } from './builders/security-groups.ts';

/**
 * edge.k8s.example.com: made with kOps in 2021, before anybody here used EKS, and never moved. No list of clusters has it; its nodes are
 * tagged, and its API server answers on a public address.
 */
export function edge(): Parts {
  const created = '2021-09-14T08:00:00Z';
  const vpc = network({ account: staging, region: 'eu-central-1', name: 'edge', number: 11, created });
  const api = [
    { ...tcp(443), ...anywhere },
    { ...tcp(22), v4: [office] },
  ];
  return together(vpc.parts, kopsCluster(vpc, { name: 'edge.k8s.example.com', created, api, workers: 1 }));
}
