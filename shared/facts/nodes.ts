import * as v from 'valibot';
import { many } from './fact.ts';

/** Nodes of a cluster (list nodes). */
export const nodes = many({
  scope: 'cluster',
  reads: { kubernetes: [{ group: '', resource: 'nodes', verbs: ['list'] }] },
  after: ['cluster'],
  item: 'node',
  none: 'this cluster has no node',
  id: ({ name }) => ({ id: name, name }),
  schema: v.object({
    name: v.string(),
    createdAt: v.exactOptional(v.string()),
    /** Of the well-known labels those that tell where it runs, on what, and who made it (well-known labels, eks.amazonaws.com, karpenter.sh …). */
    labels: v.record(v.string(), v.string()),
    /** `aws:///eu-central-1a/i-0123…`; absent where no cloud provider has set it. */
    providerId: v.exactOptional(v.string()),
    unschedulable: v.boolean(),
    taints: v.array(v.object({ key: v.string(), value: v.exactOptional(v.string()), effect: v.string() })),
    /** status.addresses: InternalIP, ExternalIP, Hostname, InternalDNS, ExternalDNS. */
    addresses: v.array(v.object({ type: v.string(), address: v.string() })),
    /** status.nodeInfo; a member is absent where the kubelet has not reported yet. */
    kubeletVersion: v.exactOptional(v.string()),
    containerRuntimeVersion: v.exactOptional(v.string()),
    kernelVersion: v.exactOptional(v.string()),
    osImage: v.exactOptional(v.string()),
    operatingSystem: v.exactOptional(v.string()),
    architecture: v.exactOptional(v.string()),
    /** Whether its runtime's handlers can give pods user namespaces (status.runtimeHandlers[].features.userNamespaces); absent where it does not say. */
    userNamespaces: v.exactOptional(v.boolean()),
  }),
});
