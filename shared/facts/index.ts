import type * as v from 'valibot';
import { accountSummary } from './account-summary.ts';
import { blockPublicAccess } from './block-public-access.ts';
import { classicLoadBalancers } from './classic-load-balancers.ts';
import { clock } from './clock.ts';
import { cluster } from './cluster.ts';
import { clusterInterfaces } from './cluster-interfaces.ts';
import { clusterPresence } from './cluster-presence.ts';
import { clusterSecurityGroups } from './cluster-security-groups.ts';
import { clusterVersions } from './cluster-versions.ts';
import { clusterVpcs } from './cluster-vpcs.ts';
import { clusters } from './clusters.ts';
import { configMaps } from './config-maps.ts';
import { controllers } from './controllers.ts';
import { credentialPlaces } from './credential-places.ts';
import { defaultNamespaceObjects } from './default-namespace-objects.ts';
import { defaultNamespaceUse } from './default-namespace-use.ts';
import { egressOnlyInternetGateways } from './egress-only-internet-gateways.ts';
import { encryptionKeys } from './encryption-keys.ts';
import { exposures } from './exposures.ts';
import type { ManyFact, OneFact, Unknown } from './fact.ts';
import { frontDoors } from './front-doors.ts';
import { horizontalPodAutoscalers } from './horizontal-pod-autoscalers.ts';
import { instances } from './instances.ts';
import { internetGateways } from './internet-gateways.ts';
import { keys } from './keys.ts';
import { kubernetesVersion } from './kubernetes-version.ts';
import { limitRanges } from './limit-ranges.ts';
import { listenerRules } from './listener-rules.ts';
import { listeners } from './listeners.ts';
import { loadBalancerExposures } from './load-balancer-exposures.ts';
import { loadBalancers } from './load-balancers.ts';
import { namespaceControls } from './namespace-controls.ts';
import { namespacePodSecurity } from './namespace-pod-security.ts';
import { namespaces } from './namespaces.ts';
import { natGateways } from './nat-gateways.ts';
import { networkAcls } from './network-acls.ts';
import { networkInterfaces } from './network-interfaces.ts';
import { networkPolicies } from './network-policies.ts';
import { nodeExposures } from './node-exposures.ts';
import { nodeGroups } from './node-groups.ts';
import { nodePools } from './node-pools.ts';
import { nodes } from './nodes.ts';
import { ownRights } from './own-rights.ts';
import { podIdentityAssociations } from './pod-identity-associations.ts';
import { podSecurity } from './pod-security.ts';
import { pods } from './pods.ts';
import { prefixLists } from './prefix-lists.ts';
import { probes } from './probes.ts';
import { quietSecurityGroups } from './quiet-security-groups.ts';
import { regions } from './regions.ts';
import { resourceQuotas } from './resource-quotas.ts';
import { routeTables } from './route-tables.ts';
import { scannerRights } from './scanner-rights.ts';
import { secrets } from './secrets.ts';
import { securityGroups } from './security-groups.ts';
import { selfManagedClusters } from './self-managed-clusters.ts';
import { serviceAccounts } from './service-accounts.ts';
import { serviceExposures } from './service-exposures.ts';
import { services } from './services.ts';
import { settings } from './settings.ts';
import { subnets } from './subnets.ts';
import { target } from './target.ts';
import { targetGroups } from './target-groups.ts';
import { unattributedInterfaces } from './unattributed-interfaces.ts';
import { versionSupport } from './version-support.ts';
import { vpcs } from './vpcs.ts';
import { workloadIdentities } from './workload-identities.ts';
import { workloadImages } from './workload-images.ts';
import { workloads } from './workloads.ts';

/** Every fact, by name. A test asserts that this list and the folder agree. */
export const facts = {
  accountSummary,
  blockPublicAccess,
  classicLoadBalancers,
  clock,
  cluster,
  clusterInterfaces,
  clusterPresence,
  clusterSecurityGroups,
  clusterVersions,
  clusterVpcs,
  clusters,
  configMaps,
  controllers,
  credentialPlaces,
  defaultNamespaceObjects,
  defaultNamespaceUse,
  egressOnlyInternetGateways,
  encryptionKeys,
  exposures,
  frontDoors,
  horizontalPodAutoscalers,
  instances,
  internetGateways,
  keys,
  kubernetesVersion,
  limitRanges,
  listenerRules,
  listeners,
  loadBalancerExposures,
  loadBalancers,
  namespaceControls,
  namespacePodSecurity,
  namespaces,
  natGateways,
  networkAcls,
  networkInterfaces,
  networkPolicies,
  nodeExposures,
  nodeGroups,
  nodePools,
  nodes,
  ownRights,
  podIdentityAssociations,
  podSecurity,
  pods,
  prefixLists,
  probes,
  quietSecurityGroups,
  regions,
  resourceQuotas,
  routeTables,
  scannerRights,
  secrets,
  securityGroups,
  selfManagedClusters,
  serviceAccounts,
  serviceExposures,
  services,
  settings,
  subnets,
  target,
  targetGroups,
  unattributedInterfaces,
  versionSupport,
  vpcs,
  workloadIdentities,
  workloadImages,
  workloads,
} as const;

type Facts = typeof facts;
export type FactName = keyof Facts;
export type ManyName = { [F in FactName]: Facts[F] extends { readonly shape: 'many' } ? F : never }[FactName];
export type DerivedName = { [F in FactName]: Facts[F] extends { readonly from: readonly string[] } ? F : never }[FactName];
export type CollectedName = { [F in FactName]: Facts[F] extends { readonly reads: object } ? F : never }[FactName];

/** A value (or an item) as it is stored: members may be unknown. */
export type Stored<F extends FactName> = v.InferOutput<Facts[F]['schema']>;
/** A value as a judge sees it: no member is unknown, since reading one that is ends the judgement. Read-only throughout. */
type Seen<T> = T extends Unknown
  ? never
  : T extends readonly (infer U)[]
    ? readonly Seen<U>[]
    : T extends object
      ? { readonly [K in keyof T]: Seen<T[K]> }
      : T;

/** What a fact is, known or not. */
export type Fact<F extends FactName> = F extends ManyName ? ManyFact<Stored<F>> : OneFact<Stored<F>>;
/** An item of a list, and the value of a fact, as judges see them. */
export type Item<F extends ManyName> = Seen<Stored<F>>;
export type Value<F extends FactName> = F extends ManyName ? readonly Item<F>[] : Seen<Stored<F>>;
export type Known<F extends FactName> = { readonly [K in F]: Value<K> };
/** The facts of one target, as far as they are there. */
export type FactsOfTarget = { readonly [F in FactName]?: Fact<F> };
