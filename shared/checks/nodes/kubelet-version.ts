import { check } from '../check.ts';
import { judgeSystems, type Said, type System } from '../node-systems.ts';
import { count, quoted } from '../words.ts';

/** From this version on kubelets may be three minor versions older than the API server; before, two. */
const three = 25;

/**
 * `status.nodeInfo.kubeletVersion` against the API server's version (kubernetes.io, "Version Skew Policy"): never newer, and at most three
 * minor versions older, two before 1.25.
 */
export default check({
  id: 'nodes/kubelet-version',
  title: 'Kubelets are of a version that goes with the API server',
  severity: 'medium',
  scope: 'cluster',
  why: 'A kubelet that is too old gets no fixes, and nobody has tried it with this API server: settings that it does not know are ignored without a word, those of security among them.',
  fix: {
    text: 'Upgrade the node groups after the control plane, one minor version at a time; nodes that nothing replaces are to be drained and made anew.',
    cli: 'aws eks update-nodegroup-version --cluster-name CLUSTER --nodegroup-name NAME',
  },
  each: 'nodePools',
  needs: [],
  judge: (pool) => judgeSystems(pool, 'medium', skew),
});

function skew({ kubelet, kubeletMinor, behind }: System): Said {
  const says = `kubelet ${quoted(kubelet)}`;
  const most = kubeletMinor >= three ? 3 : 2;
  if (behind < 0)
    return {
      grade: 'medium',
      says: `${says} is ${count(-behind, 'minor version', 'minor versions')} newer than the API server`,
    };
  if (behind > most)
    return { grade: 'medium', says: `${says} is ${behind} minor versions older than the API server, and ${most} are allowed` };
  return {
    grade: 'pass',
    says:
      behind === 0
        ? `${says} has the minor version of the API server`
        : `${says} is ${count(behind, 'minor version', 'minor versions')} older than the API server`,
  };
}
