import rootAccessKeys from './account/root-access-keys.ts';
import anonymousPaths from './api-endpoint/anonymous-paths.ts';
import publicAccess from './api-endpoint/public-access.ts';
import tls from './api-endpoint/tls.ts';
import type { Check } from './check.ts';
import configMapCredentials from './config-maps/credentials.ts';
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
import networkPolicies from './namespaces/network-policies.ts';
import podSecurity from './namespaces/pod-security.ts';
import quotas from './namespaces/quotas.ts';
import defaultVpc from './network/default-vpc.ts';
import containerRuntime from './nodes/container-runtime.ts';
import kernel from './nodes/kernel.ts';
import kubeletVersion from './nodes/kubelet-version.ts';
import operatingSystem from './nodes/operating-system.ts';
import publicAddresses from './nodes/public-addresses.ts';
import remoteAccess from './nodes/remote-access.ts';
import apparmor from './pods/apparmor.ts';
import capabilities from './pods/capabilities.ts';
import credentials from './pods/credentials.ts';
import defaultServiceAccount from './pods/default-service-account.ts';
import droppedCapabilities from './pods/dropped-capabilities.ts';
import ephemeralContainers from './pods/ephemeral-containers.ts';
import hostAliases from './pods/host-aliases.ts';
import hostIpcNamespace from './pods/host-ipc-namespace.ts';
import hostNetwork from './pods/host-network.ts';
import hostPaths from './pods/host-paths.ts';
import hostPorts from './pods/host-ports.ts';
import hostProcessNamespace from './pods/host-process-namespace.ts';
import imageDigests from './pods/image-digests.ts';
import imageDrift from './pods/image-drift.ts';
import imageRegistries from './pods/image-registries.ts';
import imageTags from './pods/image-tags.ts';
import podSecurityBaseline from './pods/pod-security-baseline.ts';
import podSecurityRestricted from './pods/pod-security-restricted.ts';
import privilegeEscalation from './pods/privilege-escalation.ts';
import privilegedContainers from './pods/privileged-containers.ts';
import probeHosts from './pods/probe-hosts.ts';
import procMount from './pods/proc-mount.ts';
import readOnlyRoot from './pods/read-only-root.ts';
import resources from './pods/resources.ts';
import rootGroup from './pods/root-group.ts';
import rootUser from './pods/root-user.ts';
import runtimeSockets from './pods/runtime-sockets.ts';
import seccompProfiles from './pods/seccomp-profiles.ts';
import secretVariables from './pods/secret-variables.ts';
import selinux from './pods/selinux.ts';
import serviceAccountTokens from './pods/service-account-tokens.ts';
import sshServers from './pods/ssh-servers.ts';
import sysctls from './pods/sysctls.ts';
import tokenLifetimes from './pods/token-lifetimes.ts';
import unconfinedSeccomp from './pods/unconfined-seccomp.ts';
import userNamespaces from './pods/user-namespaces.ts';
import volumeTypes from './pods/volume-types.ts';
import windowsHostProcess from './pods/windows-host-process.ts';
import rights from './scanner/rights.ts';
import openToInternet from './security-groups/open-to-internet.ts';
import awsRoles from './service-accounts/aws-roles.ts';
import existing from './service-accounts/existing.ts';
import longLivedTokens from './service-accounts/long-lived-tokens.ts';
import externalAddresses from './services/external-addresses.ts';
import loadBalancers from './services/load-balancers.ts';
import serviceNodePorts from './services/node-ports.ts';
import sshPorts from './services/ssh-ports.ts';
import support from './versions/support.ts';

/** Every check, by its path. A test asserts that this list and the folder agree. */
export const checks = [
  rootAccessKeys,
  anonymousPaths,
  publicAccess,
  tls,
  configMapCredentials,
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
  networkPolicies,
  podSecurity,
  quotas,
  defaultVpc,
  containerRuntime,
  kernel,
  kubeletVersion,
  operatingSystem,
  publicAddresses,
  remoteAccess,
  apparmor,
  capabilities,
  credentials,
  defaultServiceAccount,
  droppedCapabilities,
  ephemeralContainers,
  hostAliases,
  hostIpcNamespace,
  hostNetwork,
  hostPaths,
  hostPorts,
  hostProcessNamespace,
  imageDigests,
  imageDrift,
  imageRegistries,
  imageTags,
  podSecurityBaseline,
  podSecurityRestricted,
  privilegeEscalation,
  privilegedContainers,
  probeHosts,
  procMount,
  readOnlyRoot,
  resources,
  rootGroup,
  rootUser,
  runtimeSockets,
  seccompProfiles,
  secretVariables,
  selinux,
  serviceAccountTokens,
  sshServers,
  sysctls,
  tokenLifetimes,
  unconfinedSeccomp,
  userNamespaces,
  volumeTypes,
  windowsHostProcess,
  rights,
  openToInternet,
  awsRoles,
  existing,
  longLivedTokens,
  externalAddresses,
  loadBalancers,
  serviceNodePorts,
  sshPorts,
  support,
] as const satisfies readonly Check[];

/** The name of a check that exists: a framework that names another does not compile. */
export type CheckId = (typeof checks)[number]['id'];
