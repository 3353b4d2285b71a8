import { type KubernetesEstate, serveKubernetes } from '../../../estate/kubernetes/server.ts';
import type { KubernetesConnection } from '../../../shared/clients/kubernetes/connection.ts';
import { eksConnection } from '../../../shared/clients/kubernetes/connection.ts';

export const ALPHA = 'arn:aws:eks:eu-central-1:111111111111:cluster/alpha';
export const BETA = 'arn:aws:eks:eu-central-1:111111111111:cluster/beta';

/** What must never be seen outside a request. */
export const CANARY = 'canary-7f3a9c-token';

const pods = (count: number, namespace = 'shop') =>
  Array.from({ length: count }, (_, i) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${String(i).padStart(4, '0')}`, namespace, labels: { app: 'web' } },
    spec: { containers: [{ name: 'web', image: 'web' }] },
  }));

/** Two clusters with seven pods each. */
export const twoClusters = (): Promise<KubernetesEstate> =>
  serveKubernetes(
    new Map([ALPHA, BETA].map((arn) => [arn, { name: arn.split('/')[1] ?? '', version: '1.34', objects: pods(7) }])),
  );

/** A connection of its own (no connection kept from another test) as the bearer of the canary. */
export function connectTo(estate: KubernetesEstate, cluster = ALPHA, token = CANARY): KubernetesConnection {
  const endpoint = estate.endpoints.get(cluster);
  if (!endpoint) throw new Error(`${cluster} is not in the estate`);
  return eksConnection({ endpoint: endpoint.url, certificateAuthority: endpoint.certificateAuthority }, async () => token);
}
