import { cluster } from './cluster.ts';
import { clusterInterfaces } from './cluster-interfaces.ts';
import { clusterSecurityGroups } from './cluster-security-groups.ts';
import { clusterVpcs } from './cluster-vpcs.ts';
import { credentialPlaces } from './credential-places.ts';
import { defaultNamespaceObjects } from './default-namespace-objects.ts';
import { defaultNamespaceUse } from './default-namespace-use.ts';
import type { Derivation } from './derive.ts';
import { encryptionKeys } from './encryption-keys.ts';
import { exposures } from './exposures.ts';
import { frontDoors } from './front-doors.ts';
import { loadBalancerExposures } from './load-balancer-exposures.ts';
import { namespaceControls } from './namespace-controls.ts';
import { namespacePodSecurity } from './namespace-pod-security.ts';
import { nodeExposures } from './node-exposures.ts';
import { nodePools } from './node-pools.ts';
import { podSecurity } from './pod-security.ts';
import { quietSecurityGroups } from './quiet-security-groups.ts';
import { scannerRights } from './scanner-rights.ts';
import { selfManagedClusters } from './self-managed-clusters.ts';
import { serviceExposures } from './service-exposures.ts';
import { unattributedInterfaces } from './unattributed-interfaces.ts';
import { versionSupport } from './version-support.ts';
import { workloadIdentities } from './workload-identities.ts';
import { workloadImages } from './workload-images.ts';
import { workloads } from './workloads.ts';

/** Every derivation. A test asserts that this list, the folder and the derived facts agree. */
export const derivations: readonly Derivation[] = [
  cluster,
  clusterInterfaces,
  clusterSecurityGroups,
  clusterVpcs,
  credentialPlaces,
  defaultNamespaceObjects,
  defaultNamespaceUse,
  encryptionKeys,
  exposures,
  frontDoors,
  loadBalancerExposures,
  namespaceControls,
  namespacePodSecurity,
  nodeExposures,
  nodePools,
  podSecurity,
  quietSecurityGroups,
  scannerRights,
  selfManagedClusters,
  serviceExposures,
  unattributedInterfaces,
  versionSupport,
  workloadIdentities,
  workloadImages,
  workloads,
];
