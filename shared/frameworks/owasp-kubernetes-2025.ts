import type { CheckId } from '../checks/index.ts';
import type { Framework } from './framework.ts';

/** OWASP Kubernetes Top Ten 2025. A risk is wider than any list of checks: what they cover fails it, and what they do not is said. */
export const owaspKubernetes2025: Framework<CheckId> = {
  id: 'owasp-kubernetes-2025',
  name: 'OWASP Kubernetes Top Ten',
  version: '2025',
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
      title: 'Overly permissive authorization configurations',
      checks: ['pods/default-service-account', 'pods/service-account-tokens', 'scanner/rights'],
      planned:
        'Tokens without a reason, and our own rights, are checked; roles, aggregation, nodes/proxy and further authorisers come with the checks of effective rights.',
    },
    K03: {
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
    K04: {
      title: 'Lack of cluster level policy enforcement',
      checks: ['namespaces/pod-security', 'namespaces/quotas'],
      planned:
        'Pod Security Admission and quotas are checked; other engines, and who may change the labels of a namespace, come with the checks of admission and of effective rights.',
    },
    K05: {
      title: 'Missing network segmentation controls',
      checks: ['namespaces/network-policies'],
      planned: 'That each namespace has a policy is checked; what it lets through comes with the checks of network policies.',
    },
    K06: {
      title: 'Overly exposed Kubernetes components',
      checks: [
        'api-endpoint/public-access',
        'exposure/administration-ports',
        'exposure/api-server',
        'exposure/data-services',
        'exposure/etcd',
        'exposure/kubelet',
        'exposure/load-balancer-paths',
        'exposure/node-ports',
        'exposure/other-ports',
        'nodes/public-addresses',
        'services/external-addresses',
        'services/load-balancers',
        'services/node-ports',
      ],
    },
    K07: {
      title: 'Misconfigured and vulnerable cluster components',
      checks: [
        'nodes/container-runtime',
        'nodes/kernel',
        'nodes/kubelet-version',
        'nodes/operating-system',
        'versions/support',
      ],
      manual:
        'Versions of cluster and nodes are checked. Settings of components are on nodes, and in a control plane that AWS runs on EKS.',
    },
    K08: {
      title: 'Cluster to cloud lateral movement',
      checks: ['config-maps/credentials', 'pods/credentials', 'service-accounts/aws-roles', 'service-accounts/existing'],
      planned:
        "Roles of service accounts and credentials of AWS in plain objects are checked; what roles may do, the node's own role and the metadata service come with checks of their own.",
    },
    K09: {
      title: 'Broken authentication mechanisms',
      checks: ['api-endpoint/anonymous-paths', 'pods/token-lifetimes', 'service-accounts/long-lived-tokens'],
      manual:
        'What the API server answers to strangers is seen with --probe, and tokens that last with secrets: metadata in postern.yaml. How people prove who they are is decided by the identity provider.',
    },
    K10: { title: 'Inadequate logging and monitoring', planned: 'Comes with the checks of logging.' },
  },
};
