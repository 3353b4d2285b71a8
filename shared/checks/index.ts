import rootAccessKeys from './account/root-access-keys.ts';
import anonymousPaths from './api-endpoint/anonymous-paths.ts';
import publicAccess from './api-endpoint/public-access.ts';
import tls from './api-endpoint/tls.ts';
import type { Check } from './check.ts';
import keyState from './encryption/key-state.ts';
import secrets from './encryption/secrets.ts';
import administrationPorts from './exposure/administration-ports.ts';
import apiServer from './exposure/api-server.ts';
import dataServices from './exposure/data-services.ts';
import etcd from './exposure/etcd.ts';
import kubelet from './exposure/kubelet.ts';
import loadBalancerPaths from './exposure/load-balancer-paths.ts';
import nodePorts from './exposure/node-ports.ts';
import otherPorts from './exposure/other-ports.ts';
import plainHttp from './exposure/plain-http.ts';
import unattributedInterfaces from './exposure/unattributed-interfaces.ts';
import defaultInUse from './namespaces/default-in-use.ts';
import defaultVpc from './network/default-vpc.ts';
import remoteAccess from './nodes/remote-access.ts';
import openToInternet from './security-groups/open-to-internet.ts';
import support from './versions/support.ts';

/** Every check, by its path. A test asserts that this list and the folder agree. */
export const checks = [
  rootAccessKeys,
  anonymousPaths,
  publicAccess,
  tls,
  keyState,
  secrets,
  administrationPorts,
  apiServer,
  dataServices,
  etcd,
  kubelet,
  loadBalancerPaths,
  nodePorts,
  otherPorts,
  plainHttp,
  unattributedInterfaces,
  defaultInUse,
  defaultVpc,
  remoteAccess,
  openToInternet,
  support,
] as const satisfies readonly Check[];

/** The name of a check that exists: a framework that names another does not compile. */
export type CheckId = (typeof checks)[number]['id'];
