import type { Collector } from './collector.ts';
import { configMaps } from './kubernetes/config-maps.ts';
import { controllers } from './kubernetes/controllers.ts';
import { horizontalPodAutoscalers } from './kubernetes/horizontal-pod-autoscalers.ts';
import { kubernetesVersion } from './kubernetes/kubernetes-version.ts';
import { limitRanges } from './kubernetes/limit-ranges.ts';
import { namespaces } from './kubernetes/namespaces.ts';
import { networkPolicies } from './kubernetes/network-policies.ts';
import { nodes } from './kubernetes/nodes.ts';
import { ownRights } from './kubernetes/own-rights.ts';
import { pods } from './kubernetes/pods.ts';
import { resourceQuotas } from './kubernetes/resource-quotas.ts';
import { secrets } from './kubernetes/secrets.ts';
import { serviceAccounts } from './kubernetes/service-accounts.ts';
import { services } from './kubernetes/services.ts';
import { nodeGroups } from './node-groups.ts';
import { podIdentityAssociations } from './pod-identity-associations.ts';

/** What is read of one cluster. */
export const clusterCollectors: readonly Collector[] = [
  configMaps,
  controllers,
  horizontalPodAutoscalers,
  kubernetesVersion,
  limitRanges,
  namespaces,
  networkPolicies,
  nodeGroups,
  nodes,
  ownRights,
  podIdentityAssociations,
  pods,
  resourceQuotas,
  secrets,
  serviceAccounts,
  services,
];
