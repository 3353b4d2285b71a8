import { type Unknown, unknown } from '../../facts/fact.ts';
import type { Fact, Stored } from '../../facts/index.ts';

type Node = Stored<'nodes'>;
type System = Stored<'nodePools'>['systems'][number];

const named = 3;

/** Distinct systems of nodes, in the order in which they come. */
export function systemsOf(nodes: readonly Node[], server: number | Unknown): System[] {
  const found = new Map<
    string,
    { readonly system: Omit<System, 'nodes' | 'count'>; readonly names: string[]; count: number }
  >();
  for (const node of nodes) {
    const { kubeletVersion, containerRuntimeVersion, kernelVersion, osImage } = node;
    const key = JSON.stringify([kubeletVersion, containerRuntimeVersion, kernelVersion, osImage]);
    const known = found.get(key) ?? { system: systemOf(node, server), names: [], count: 0 };
    found.set(key, known);
    known.count++;
    if (known.names.length < named) known.names.push(node.name);
  }
  return [...found.values()].map(({ system, names, count }) => ({ nodes: names, count, ...system }));
}

function systemOf(node: Node, server: number | Unknown): Omit<System, 'nodes' | 'count'> {
  const reported = (value: string | undefined, what: string): string | Unknown =>
    value === undefined || value === '' ? unknown(`the kubelet of ${node.name} has not reported its ${what}`) : value;
  const kubelet = reported(node.kubeletVersion, 'version');
  const kubeletMinor = typeof kubelet === 'string' ? minorOf(kubelet) : kubelet;
  return {
    kubelet,
    kubeletMinor,
    runtime: reported(node.containerRuntimeVersion, 'container runtime'),
    kernel: reported(node.kernelVersion, 'kernel'),
    osImage: reported(node.osImage, 'operating system'),
    behind: typeof server !== 'number' ? server : typeof kubeletMinor !== 'number' ? kubeletMinor : server - kubeletMinor,
  };
}

/** `v1.34.2-eks-3025e55`: there has been no other major version than 1. */
function minorOf(version: string): number | Unknown {
  const minor = /^v1\.(\d{1,4})(?:\D|$)/.exec(version)?.[1];
  return minor === undefined ? unknown(`${JSON.stringify(version.slice(0, 64))} is no version of Kubernetes`) : Number(minor);
}

/** The minor version of the API server. */
export const serverMinor = (version: Fact<'kubernetesVersion'>): number | Unknown =>
  version.known ? minorOf(version.value.gitVersion) : version;
