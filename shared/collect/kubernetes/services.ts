import * as v from 'valibot';
import type { Stored } from '../../facts/index.ts';
import { collector } from '../collector.ts';
import { listed } from './listed.ts';
import { defined, integer, listOf, type Metadata, maybe, parsed, text, textRecord, texts } from './raw.ts';

/** Annotations of the in-tree provider and the AWS Load Balancer Controller; of external-dns and others nothing is kept. */
const balancing = 'service.beta.kubernetes.io/';

const serviceSpec = v.nullish(
  v.object({
    type: v.nullish(text, 'ClusterIP'),
    ports: listOf(
      v.object({
        name: maybe(text),
        protocol: v.nullish(text, 'TCP'),
        port: integer,
        targetPort: maybe(v.union([integer, text])),
        nodePort: maybe(integer),
      }),
    ),
    selector: textRecord,
    externalIPs: texts,
    externalTrafficPolicy: maybe(text),
    externalName: maybe(text),
    loadBalancerClass: maybe(text),
    loadBalancerSourceRanges: maybe(v.array(text)),
    healthCheckNodePort: maybe(integer),
  }),
  {},
);
const serviceStatus = v.nullish(
  v.object({
    loadBalancer: v.nullish(v.object({ ingress: listOf(v.object({ ip: maybe(text), hostname: maybe(text) })) }), {}),
  }),
  {},
);

/** What is kept of a Service. @throws Malformed */
export function serviceOf(
  item: Readonly<Record<string, unknown>>,
  { name, namespace, annotations, owner }: Pick<Metadata, 'name' | 'namespace' | 'annotations' | 'owner'>,
): Stored<'services'> {
  const { ports, loadBalancerSourceRanges: ranges, selector, externalIPs, ...spec } = parsed(serviceSpec, item.spec, 'spec');
  const { loadBalancer } = parsed(serviceStatus, item.status, 'status');
  return {
    namespace,
    name,
    ...(owner && { owner: { kind: owner.kind, name: owner.name } }),
    ...defined(spec),
    type: spec.type ?? 'ClusterIP',
    ports: ports?.map(defined) ?? [],
    selector: selector ?? {},
    externalIPs: externalIPs ?? [],
    ...(ranges && ranges.length > 0 && { loadBalancerSourceRanges: ranges }),
    ingress: loadBalancer?.ingress?.map(defined) ?? [],
    annotations: Object.fromEntries(Object.entries(annotations).filter(([key]) => key.startsWith(balancing))),
  };
}

export const services = collector('services', (context, { cluster }) =>
  listed('services', context, cluster.value, {
    resource: { group: '', version: 'v1', resource: 'services', kind: 'Service' },
    project: serviceOf,
  }),
);
