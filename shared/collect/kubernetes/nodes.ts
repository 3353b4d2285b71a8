import * as v from 'valibot';
import { collector } from '../collector.ts';
import { listed } from './listed.ts';
import { defined, flag, listOf, maybe, parsed, text } from './raw.ts';

/** Prefixes of the labels that are kept: who made a node, where it stands, on what. */
const kept = [
  'kubernetes.io/',
  'node.kubernetes.io/',
  'node-role.kubernetes.io/',
  'topology.kubernetes.io/',
  'eks.amazonaws.com/',
  'alpha.eksctl.io/',
  'karpenter.sh/',
  'karpenter.k8s.aws/',
  'kops.k8s.io/',
];

const nodeSpec = v.nullish(
  v.object({
    providerID: maybe(text),
    unschedulable: maybe(flag),
    taints: listOf(v.object({ key: text, value: maybe(text), effect: text })),
  }),
  {},
);
const nodeStatus = v.nullish(
  v.object({
    addresses: listOf(v.object({ type: text, address: text })),
    nodeInfo: v.nullish(
      v.object({
        kubeletVersion: maybe(text),
        containerRuntimeVersion: maybe(text),
        kernelVersion: maybe(text),
        osImage: maybe(text),
        operatingSystem: maybe(text),
        architecture: maybe(text),
      }),
      {},
    ),
    runtimeHandlers: maybe(v.array(v.object({ features: maybe(v.object({ userNamespaces: maybe(flag) })) }))),
  }),
  {},
);

/** Nodes, by their names alone: they have no namespace. */
export const nodes = collector('nodes', (context, { cluster }) =>
  listed('nodes', context, cluster.value, {
    resource: { group: '', version: 'v1', resource: 'nodes', kind: 'Node' },
    id: ({ name }) => name,
    project: (item, { name, labels, createdAt }) => {
      const spec = parsed(nodeSpec, item.spec, 'spec');
      const { addresses, nodeInfo, runtimeHandlers } = parsed(nodeStatus, item.status, 'status');
      return {
        name,
        ...defined({ createdAt, providerId: spec.providerID }),
        labels: Object.fromEntries(Object.entries(labels).filter(([key]) => kept.some((prefix) => key.startsWith(prefix)))),
        unschedulable: spec.unschedulable ?? false,
        taints: spec.taints?.map(defined) ?? [],
        addresses: addresses ?? [],
        ...defined(nodeInfo),
        ...(runtimeHandlers && {
          userNamespaces: runtimeHandlers.some(({ features }) => features?.userNamespaces === true),
        }),
      };
    },
  }),
);
