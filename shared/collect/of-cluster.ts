import type { Collector } from './collector.ts';
import { defaultNamespaceObjects } from './default-namespace-objects.ts';
import { kubernetesVersion } from './kubernetes-version.ts';
import { namespaces } from './namespaces.ts';
import { nodeGroups } from './node-groups.ts';

/** What is read of one cluster. */
export const clusterCollectors: readonly Collector[] = [defaultNamespaceObjects, kubernetesVersion, namespaces, nodeGroups];
