import type { Scope } from '../facts/fact.ts';
import { type CollectedName, type FactsOfTarget, facts } from '../facts/index.ts';
import { accountSummary } from './account-summary.ts';
import { classicLoadBalancers } from './classic-load-balancers.ts';
import { clusterPresence } from './cluster-presence.ts';
import { clusterVersions } from './cluster-versions.ts';
import { clusters } from './clusters.ts';
import type { Collector, Context } from './collector.ts';
import { defaultNamespaceObjects } from './default-namespace-objects.ts';
import { egressOnlyInternetGateways } from './egress-only-internet-gateways.ts';
import { instances } from './instances.ts';
import { internetGateways } from './internet-gateways.ts';
import { keys } from './keys.ts';
import { kubernetesVersion } from './kubernetes-version.ts';
import { loadBalancers } from './load-balancers.ts';
import { namespaces } from './namespaces.ts';
import { natGateways } from './nat-gateways.ts';
import { networkAcls } from './network-acls.ts';
import { networkInterfaces } from './network-interfaces.ts';
import { nodeGroups } from './node-groups.ts';
import { prefixLists } from './prefix-lists.ts';
import { regions } from './regions.ts';
import { routeTables } from './route-tables.ts';
import { type RunOptions, collectFacts as run } from './run.ts';
import { securityGroups } from './security-groups.ts';
import { subnets } from './subnets.ts';
import { vpcs } from './vpcs.ts';

export { contextOf } from './collector.ts';
export type { Outcome, RunOptions } from './run.ts';

/** Every collector. A test asserts that this list, the folder and the facts that are read agree. */
export const collectors: readonly Collector[] = [
  accountSummary,
  classicLoadBalancers,
  clusterPresence,
  clusterVersions,
  clusters,
  defaultNamespaceObjects,
  egressOnlyInternetGateways,
  instances,
  internetGateways,
  keys,
  kubernetesVersion,
  loadBalancers,
  namespaces,
  natGateways,
  networkAcls,
  networkInterfaces,
  nodeGroups,
  prefixLists,
  regions,
  routeTables,
  securityGroups,
  subnets,
  vpcs,
];

/** The facts that are read of a target of this scope. */
export const collectedOf = (scope: Scope): readonly CollectedName[] =>
  collectors.map(({ name }) => name).filter((name) => facts[name].scope === scope);

/** Reads facts with the project's collectors (run.ts). */
export const collectFacts = (
  names: readonly CollectedName[],
  context: Context,
  given: FactsOfTarget = {},
  options: RunOptions = {},
): Promise<FactsOfTarget> => run(collectors, names, context, given, options);
