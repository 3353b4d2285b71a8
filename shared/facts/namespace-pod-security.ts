import * as v from 'valibot';
import { many } from './fact.ts';

const policy = v.object({ level: v.picklist(['privileged', 'baseline', 'restricted']), version: v.string() });
const mode = v.picklist(['enforce', 'audit', 'warn']);

/** Namespaces with what their labels ask of the API server's Pod Security admission, and what one level more would refuse. */
export const namespacePodSecurity = many({
  scope: 'cluster',
  from: ['namespaces', 'workloads', 'settings', 'kubernetesVersion'],
  bounds: ['namespaces', 'workloads', 'kubernetesVersion'],
  item: 'namespace',
  none: 'this cluster has no namespace',
  id: ({ name }) => ({ id: name, name }),
  schema: v.object({
    name: v.string(),
    platform: v.boolean(),
    terminating: v.boolean(),
    /** As the admission takes the labels, and by itself where there is none. */
    enforce: policy,
    audit: policy,
    warn: policy,
    /** The modes that a label names. */
    given: v.array(mode),
    /** Labels that the admission cannot read. */
    invalid: v.array(v.object({ label: v.string(), value: v.string() })),
    /** Controls of the enforced level that came after the version that its label pins. */
    later: v.array(v.string()),
    /** One level above what is enforced, which of its workloads that would refuse, and by which controls; at most ten. */
    above: v.exactOptional(
      v.object({
        level: v.picklist(['baseline', 'restricted']),
        refused: v.array(v.object({ id: v.string(), controls: v.array(v.string()) })),
        count: v.number(),
      }),
    ),
    /** How many workloads it has, and why that may not be all. */
    workloads: v.number(),
    unread: v.exactOptional(v.string()),
  }),
});
