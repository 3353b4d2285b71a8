import { check } from '../check.ts';
import { judging, type PodSpec } from '../specs.ts';
import { quoted } from '../words.ts';

const allowed = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
/** The kubelet clones a gitRepo, and starts the driver of a flexVolume, as root of the node. */
const asRoot = ['gitRepo', 'flexVolume'];

/** Types of volumes as Pod Security Standards, restricted, Volume Types have them; pods/host-paths judges paths of the node. */
export default check({
  id: 'pods/volume-types',
  title: 'Pods mount volumes that a storage driver or Kubernetes itself provides',
  severity: 'medium',
  scope: 'cluster',
  why: 'A volume that names its server itself (nfs, iscsi, a disk) goes past quotas and whoever decides about storage, and drivers inside of the kubelet run as root on the node.',
  fix: { text: 'Mount storage through a PersistentVolumeClaim; clone a repository in an init container into an emptyDir.' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'medium',
    passes: 'every volume is of a type that the restricted standard allows, or a hostPath',
    offences: ({ volumes }) =>
      volumes.filter(isOdd).map(({ name, type = '' }) => ({
        says: `volume ${quoted(name)} is of type ${type}`,
        ...(asRoot.includes(type) ? {} : { severity: 'low' as const }),
      })),
  }),
});

const isOdd = ({ type }: PodSpec['volumes'][number]): boolean =>
  type !== undefined && type !== 'hostPath' && !allowed.includes(type);
