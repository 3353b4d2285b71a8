import type { CheckId } from '../checks/index.ts';
import type { Framework } from './framework.ts';

const rights = 'Comes with the checks of effective rights inside the cluster.';
const policies = 'That each namespace has a policy is checked; what it lets through comes with the checks of network policies.';
const logging = 'Comes with the checks of logging.';

/**
 * Kubernetes Hardening Guide of NSA and CISA, version 1.2 (August 2022): its recommendations by section, with short titles and numbers of our
 * own, since the guide has none.
 */
export const nsaCisa12: Framework<CheckId> = {
  id: 'nsa-cisa-1.2',
  name: 'NSA/CISA Kubernetes Hardening Guide',
  version: '1.2',
  controls: {
    'pods/non-root': {
      title: 'Containers run without root, or on an engine without root',
      checks: ['pods/root-user', 'pods/root-group'],
    },
    'pods/immutable-file-system': { title: 'Container file systems are immutable', checks: ['pods/read-only-root'] },
    'pods/images': {
      title: 'Images are built, scanned and admitted with care',
      checks: ['pods/image-digests', 'pods/image-drift', 'pods/image-registries', 'pods/image-tags'],
      planned: 'References are checked; scans for vulnerabilities come with the checks of Amazon ECR.',
    },
    'pods/privileged': {
      title: 'No privileged containers',
      checks: ['pods/privileged-containers', 'pods/windows-host-process'],
    },
    'pods/host-namespaces': {
      title: "No use of the host's process, IPC and network namespaces",
      checks: ['pods/host-ipc-namespace', 'pods/host-network', 'pods/host-process-namespace'],
    },
    'pods/host-paths': {
      title: "No use of the host's paths",
      checks: ['pods/host-paths', 'pods/runtime-sockets'],
    },
    'pods/privilege-escalation': {
      title: 'No escalation to root',
      checks: ['pods/privilege-escalation', 'pods/privileged-containers'],
    },
    'pods/capabilities': {
      title: 'Capabilities that are not needed are dropped',
      checks: ['pods/capabilities', 'pods/dropped-capabilities', 'pods/privileged-containers'],
    },
    'pods/confinement': {
      title: 'SELinux, AppArmor and seccomp confine containers',
      checks: [
        'pods/apparmor',
        'pods/privileged-containers',
        'pods/seccomp-profiles',
        'pods/selinux',
        'pods/unconfined-seccomp',
      ],
    },
    'pods/enforcement': {
      title: 'An admission controller enforces pod security',
      checks: ['namespaces/pod-security'],
      manual:
        'The labels of Pod Security Admission are checked. Whether another admission controller refuses the same is known to its owners only.',
    },
    'pods/service-account-tokens': {
      title: 'Service account tokens are mounted only where they are used',
      checks: ['pods/default-service-account', 'pods/service-account-tokens'],
      manual: 'A token that nobody asked for is found; whether one that was asked for is used is known to the owners only.',
    },
    'pods/sandboxed-runtimes': {
      title: 'Workloads that need stronger isolation have a sandboxed runtime',
      manual: 'Which workloads need one is known to their owners only.',
    },
    'network/namespaces': {
      title: 'Namespaces separate what does not belong together',
      checks: ['namespaces/default-in-use'],
      manual: 'That nothing is in the namespace default is checked; what belongs together is known to the owners only.',
    },
    'network/policies': {
      title: 'Network policies deny by default, in both directions',
      checks: ['namespaces/network-policies'],
      planned: policies,
    },
    'network/resource-policies': {
      title: 'Limits and quotas for namespaces and processes',
      checks: ['namespaces/quotas', 'pods/resources'],
      manual: "Limits and quotas are checked. The limit of processes is the kubelet's own setting, which is on the node.",
    },
    'network/control-plane': {
      title: 'The control plane is not reachable from the internet, and speaks TLS',
      checks: ['api-endpoint/public-access', 'exposure/api-server', 'exposure/etcd', 'exposure/kubelet'],
      manual: 'Who reaches it is checked; what TLS it speaks is api-endpoint/tls, which runs with --probe.',
    },
    'network/etcd': {
      title: 'etcd is reached through the API server only, with certificates of its own',
      checks: ['exposure/etcd'],
      manual: 'That the internet reaches no etcd is checked. Certificates are on the control plane, which AWS runs on EKS.',
    },
    'network/kubeconfig': {
      title: 'Kubeconfig files are protected',
      manual: 'They are on the machines of the people who use them.',
    },
    'network/worker-nodes': {
      title: 'Worker nodes are apart from networks that need not reach them',
      checks: [
        'exposure/administration-ports',
        'exposure/data-services',
        'exposure/kubelet',
        'exposure/node-ports',
        'exposure/other-ports',
        'nodes/public-addresses',
        'services/node-ports',
      ],
    },
    'network/secrets': { title: 'Secrets are encrypted at rest', checks: ['encryption/secrets'] },
    'network/credentials': {
      title: 'Credentials are in Secrets, and not in configuration',
      checks: ['config-maps/credentials', 'pods/credentials', 'pods/secret-variables'],
    },
    'network/cloud-metadata': {
      title: "The cloud's metadata service is out of reach of pods",
      planned: 'Comes with the checks of instance metadata and of network policies.',
    },
    'access/anonymous': {
      title: 'No anonymous requests',
      checks: ['api-endpoint/anonymous-paths'],
      planned:
        'What the API server answers to strangers is probed; rights of anonymous subjects come with the checks of rights.',
    },
    'access/authentication': {
      title: 'Strong authentication of users',
      manual: 'How people prove who they are is decided by the identity provider, outside of the cluster.',
    },
    'access/least-privilege': { title: 'RBAC, with a role of its own for everybody', planned: rights },
    'logging/audit': { title: 'Audit logging is on', planned: logging },
    'logging/persistence': { title: 'Logs outlive pods, nodes and control planes', planned: logging },
    'logging/alerts': {
      title: 'Somebody is alerted',
      manual: 'Who reads the alerts, and what they do, is not to be seen in a setting.',
    },
    'upgrades/versions': {
      title: 'Security updates are applied promptly',
      checks: [
        'nodes/container-runtime',
        'nodes/kernel',
        'nodes/kubelet-version',
        'nodes/operating-system',
        'versions/support',
      ],
      planned: 'Versions of cluster and nodes are checked; those of add-ons come with checks of their own.',
    },
    'upgrades/scans': {
      title: 'Regular scans and tests',
      manual: 'A scan by Postern is one; penetration tests are people.',
    },
    'upgrades/unused': {
      title: 'Components that are not used are removed',
      manual: 'What is used is known to the owners only.',
    },
  },
};
