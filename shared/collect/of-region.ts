import { blockPublicAccess } from './block-public-access.ts';
import { classicLoadBalancers } from './classic-load-balancers.ts';
import { clusterPresence } from './cluster-presence.ts';
import { clusterVersions } from './cluster-versions.ts';
import { clusters } from './clusters.ts';
import type { Collector } from './collector.ts';
import { egressOnlyInternetGateways } from './egress-only-internet-gateways.ts';
import { instances } from './instances.ts';
import { internetGateways } from './internet-gateways.ts';
import { keys } from './keys.ts';
import { listenerRules } from './listener-rules.ts';
import { listeners } from './listeners.ts';
import { loadBalancers } from './load-balancers.ts';
import { natGateways } from './nat-gateways.ts';
import { networkAcls } from './network-acls.ts';
import { networkInterfaces } from './network-interfaces.ts';
import { prefixLists } from './prefix-lists.ts';
import { routeTables } from './route-tables.ts';
import { securityGroups } from './security-groups.ts';
import { subnets } from './subnets.ts';
import { targetGroups } from './target-groups.ts';
import { vpcs } from './vpcs.ts';

/** What is read of a Region of an account. */
export const regionCollectors: readonly Collector[] = [
  blockPublicAccess,
  classicLoadBalancers,
  clusterPresence,
  clusterVersions,
  clusters,
  egressOnlyInternetGateways,
  instances,
  internetGateways,
  keys,
  listenerRules,
  listeners,
  loadBalancers,
  natGateways,
  networkAcls,
  networkInterfaces,
  prefixLists,
  routeTables,
  securityGroups,
  subnets,
  targetGroups,
  vpcs,
];
