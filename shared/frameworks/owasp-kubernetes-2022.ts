import type { CheckId } from '../checks/index.ts';
import type { Framework } from './framework.ts';

/** OWASP Kubernetes Top Ten 2022. A risk is wider than any list of checks: what they cover fails it, and what they do not is said. */
export const owaspKubernetes2022: Framework<CheckId> = {
  id: 'owasp-kubernetes-2022',
  name: 'OWASP Kubernetes Top Ten',
  version: '2022',
  controls: {
    K01: {
      title: 'Insecure workload configurations',
      checks: [
        'pods/capabilities',
        'pods/host-ipc-namespace',
        'pods/host-network',
        'pods/host-paths',
        'pods/host-process-namespace',
        'pods/privilege-escalation',
        'pods/privileged-containers',
        'pods/read-only-root',
        'pods/resources',
        'pods/root-user',
        'pods/runtime-sockets',
        'pods/unconfined-seccomp',
      ],
    },
    K02: {
      title: 'Supply chain vulnerabilities',
      checks: ['pods/image-digests', 'pods/image-drift', 'pods/image-registries', 'pods/image-tags'],
      manual:
        'Where images come from is checked. Their signatures, their contents and how they are built are not in the cluster.',
    },
    K03: {
      title: 'Overly permissive RBAC configurations',
      checks: ['pods/default-service-account', 'pods/service-account-tokens', 'scanner/rights'],
      planned: 'Tokens without a reason, and our own rights, are checked; the rest comes with the checks of effective rights.',
    },
    K04: {
      title: 'Lack of centralized policy enforcement',
      checks: ['namespaces/pod-security'],
      planned: 'Pod Security Admission is checked; other engines come with the checks of admission.',
    },
    K05: { title: 'Inadequate logging and monitoring', planned: 'Comes with the checks of logging.' },
    K06: {
      title: 'Broken authentication mechanisms',
      checks: ['api-endpoint/anonymous-paths', 'pods/token-lifetimes', 'service-accounts/long-lived-tokens'],
      manual:
        'What the API server answers to strangers is seen with --probe, and tokens that last with secrets: metadata in postern.yaml. How people prove who they are is decided by the identity provider.',
    },
    K07: {
      title: 'Missing network segmentation controls',
      checks: ['namespaces/network-policies', 'services/load-balancers', 'services/node-ports'],
      planned: 'That each namespace has a policy is checked; what it lets through comes with the checks of network policies.',
    },
    K08: {
      title: 'Secrets management failures',
      checks: [
        'config-maps/credentials',
        'encryption/key-state',
        'encryption/secrets',
        'pods/credentials',
        'pods/secret-variables',
      ],
      planned: 'Who may read Secrets comes with the checks of effective rights.',
    },
    K09: {
      title: 'Misconfigured cluster components',
      checks: ['api-endpoint/public-access', 'exposure/api-server', 'exposure/etcd', 'exposure/kubelet'],
      manual:
        'Who reaches the components is checked. Their settings are on nodes, and in a control plane that AWS runs on EKS.',
    },
    K10: {
      title: 'Outdated and vulnerable Kubernetes components',
      checks: [
        'nodes/container-runtime',
        'nodes/kernel',
        'nodes/kubelet-version',
        'nodes/operating-system',
        'versions/support',
      ],
      planned: 'Versions of cluster and nodes are checked; those of add-ons come with checks of their own.',
    },
  },
};
