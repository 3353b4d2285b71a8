import type { CheckId } from '../checks/index.ts';
import type { Framework } from './framework.ts';

const nodeFile =
  'A file on the node: no API of AWS or Kubernetes shows its mode or owner. Look on a node, or at the image that nodes start from.';
const kubelet =
  "The kubelet's settings are on the node. Kubernetes shows them through nodes/proxy only, which Postern never asks for: its holder can run commands in every pod.";
const rights = 'Comes with the checks of effective rights inside the cluster.';
const registry = 'Comes with the checks of Amazon ECR.';
const entries = 'Comes with the checks of access entries.';

/** CIS Amazon EKS Benchmark 2.0.0: every control, with a short title of our own; the benchmark's text is the Center for Internet Security's. */
export const cisEks200: Framework<CheckId> = {
  id: 'cis-eks-2.0.0',
  name: 'CIS Amazon EKS Benchmark',
  version: '2.0.0',
  controls: {
    '2.1.1': { title: 'Control plane logging', planned: 'Comes with the checks of logging.' },
    '3.1.1': { title: 'Mode of the kubeconfig file', manual: nodeFile },
    '3.1.2': { title: 'Owner of the kubeconfig file', manual: nodeFile },
    '3.1.3': { title: "Mode of the kubelet's configuration file", manual: nodeFile },
    '3.1.4': { title: "Owner of the kubelet's configuration file", manual: nodeFile },
    '3.2.1': { title: 'No anonymous requests to the kubelet', manual: kubelet },
    '3.2.2': { title: 'The kubelet authorizes requests', manual: kubelet },
    '3.2.3': { title: 'The kubelet checks client certificates', manual: kubelet },
    '3.2.4': { title: "The kubelet's read-only port is off", manual: kubelet },
    '3.2.5': { title: 'The kubelet manages the iptables chains', manual: kubelet },
    '3.2.6': { title: 'The kubelet records enough events', manual: kubelet },
    '3.2.7': { title: 'Client certificates of the kubelet rotate', manual: kubelet },
    '3.2.8': { title: 'Server certificates of the kubelet rotate', manual: kubelet },
    '4.1.1': { title: 'Few hold cluster-admin', planned: rights },
    '4.1.2': { title: 'Few can read Secrets', planned: rights },
    '4.1.3': { title: 'Few wildcards in roles', planned: rights },
    '4.1.4': { title: 'Few can create pods', planned: rights },
    '4.1.5': {
      title: 'Default service accounts are not used',
      checks: ['pods/default-service-account', 'service-accounts/aws-roles'],
      manual:
        'That no workload has a token of the account default, and none has a role by it, is checked. The benchmark also asks for automountServiceAccountToken: false in each account default, used or not.',
    },
    '4.1.6': {
      title: 'Service account tokens are mounted only where needed',
      checks: ['pods/service-account-tokens'],
      manual: 'A token that nobody asked for is found; whether one that was asked for is needed is known to the owners only.',
    },
    '4.1.7': { title: 'Access by scoped access entries and policies', planned: entries },
    '4.1.8': { title: 'Few can bind, impersonate or escalate', planned: rights },
    '4.1.9': { title: 'Few can create persistent volumes', planned: rights },
    '4.1.10': { title: 'Few can use nodes/proxy', planned: rights },
    '4.1.11': { title: 'Few can change webhook configurations', planned: rights },
    '4.1.12': { title: 'Few can create service account tokens', planned: rights },
    '4.2.1': {
      title: 'No privileged containers',
      checks: ['pods/privileged-containers'],
    },
    '4.2.2': {
      title: "No use of the host's process namespace",
      checks: ['pods/host-process-namespace'],
    },
    '4.2.3': {
      title: "No use of the host's IPC namespace",
      checks: ['pods/host-ipc-namespace'],
    },
    '4.2.4': {
      title: "No use of the host's network namespace",
      checks: ['pods/host-network'],
    },
    '4.2.5': {
      title: 'No escalation of privileges in containers',
      checks: ['pods/privilege-escalation', 'pods/privileged-containers'],
    },
    '4.3.1': { title: 'The VPC CNI enforces network policies', planned: 'Comes with the checks of add-ons.' },
    '4.3.2': {
      title: 'Network policies cover the workloads',
      checks: ['namespaces/network-policies'],
      planned:
        'That each namespace has a policy is checked; which pods it selects, and what it lets through, comes with the checks of network policies.',
    },
    '4.4.1': {
      title: 'Secrets as files, not as environment variables',
      checks: ['pods/secret-variables'],
    },
    '4.4.2': {
      title: 'An external store for secrets',
      manual: 'Whether a store outside the cluster suits is a decision, not a setting.',
    },
    '4.5.1': {
      title: 'Namespaces separate what does not belong together',
      manual: 'Which resources belong together is known to their owners only.',
    },
    '4.5.2': {
      title: 'The namespace default is not used',
      checks: ['namespaces/default-in-use'],
      manual:
        'Workloads and Services are checked. ConfigMaps, Secrets and the rest are not listed, since Postern asks for no right to Secrets: look with kubectl.',
    },
    '5.1.1': { title: 'Images are scanned for vulnerabilities', planned: registry },
    '5.1.2': { title: 'Least privilege on image repositories', planned: registry },
    '5.1.3': { title: 'Nodes and pods may only pull images', planned: registry },
    '5.1.4': {
      title: 'Images come from approved registries',
      checks: ['pods/image-registries'],
      manual:
        'Which registries are approved is for their owners to say: imageRegistries in postern.yaml. Without it only a registry that was given up is found.',
    },
    '5.2.1': {
      title: 'Dedicated service accounts for AWS access',
      checks: ['service-accounts/aws-roles', 'service-accounts/existing'],
      planned:
        "Roles of service accounts are checked; that no pod takes the node's own role comes with the checks of instance metadata.",
    },
    '5.3.1': {
      title: 'A KMS key of the customer encrypts Secrets',
      checks: ['encryption/secrets'],
      planned: "That Secrets are encrypted is checked; that the key is the customer's own comes with the checks of keys.",
    },
    '5.4.1': {
      title: 'Private access to the API server, and a list of addresses for public access',
      checks: ['api-endpoint/public-access'],
      planned: 'The list is checked; that private access is on comes with the checks of the endpoint.',
    },
    '5.4.2': {
      title: 'No public access to the API server',
      checks: ['api-endpoint/public-access'],
      planned:
        'An open endpoint fails this control; that it is off, and not only narrow, comes with the checks of the endpoint.',
    },
    '5.4.3': {
      title: 'Nodes without public addresses',
      checks: [
        'exposure/administration-ports',
        'exposure/api-server',
        'exposure/data-services',
        'exposure/etcd',
        'exposure/kubelet',
        'exposure/node-ports',
        'exposure/other-ports',
        'nodes/public-addresses',
      ],
    },
    '5.4.4': {
      title: 'TLS on the listeners of load balancers',
      checks: ['exposure/plain-http'],
      planned:
        'Listeners that the internet reaches are checked; those of internal ones come with the checks of load balancers.',
    },
    '5.5.1': { title: 'Access entries decide who may enter', planned: entries },
  },
};
