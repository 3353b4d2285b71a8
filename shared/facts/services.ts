import * as v from 'valibot';
import { many } from './fact.ts';
import { manifestPlace, placedAs } from './manifest-place.ts';

/** Services of a cluster (list services). */
export const services = many({
  scope: 'cluster',
  reads: { kubernetes: [{ group: '', resource: 'services', verbs: ['list'] }] },
  after: ['cluster'],
  item: 'service',
  none: 'this cluster has no Service',
  id: (item) => placedAs(`Service/${item.namespace}/${item.name}`, item.name, item),
  schema: v.object({
    namespace: v.string(),
    name: v.string(),
    owner: v.exactOptional(v.object({ kind: v.string(), name: v.string() })),
    /** ClusterIP (what it is where it says nothing), NodePort, LoadBalancer or ExternalName. */
    type: v.string(),
    ports: v.array(
      v.object({
        name: v.exactOptional(v.string()),
        protocol: v.string(),
        port: v.number(),
        targetPort: v.exactOptional(v.union([v.number(), v.string()])),
        nodePort: v.exactOptional(v.number()),
      }),
    ),
    selector: v.record(v.string(), v.string()),
    externalIPs: v.array(v.string()),
    externalTrafficPolicy: v.exactOptional(v.string()),
    externalName: v.exactOptional(v.string()),
    loadBalancerClass: v.exactOptional(v.string()),
    /** Absent where none are set, which means every address. */
    loadBalancerSourceRanges: v.exactOptional(v.array(v.string())),
    healthCheckNodePort: v.exactOptional(v.number()),
    /** status.loadBalancer.ingress: addresses or DNS names of its load balancer. */
    ingress: v.array(v.object({ ip: v.exactOptional(v.string()), hostname: v.exactOptional(v.string()) })),
    /** Annotations that AWS's load balancing reads (`service.beta.kubernetes.io/…`), and no others. */
    annotations: v.record(v.string(), v.string()),
    ...manifestPlace,
  }),
});
