import type { Volume } from '../../facts/pod-spec.ts';
import { withoutPassword } from './pod-spec-container.ts';
import type { RawVolume } from './pod-spec-raw.ts';
import { defined } from './raw.ts';

/** Types of volumes of core/v1 VolumeSource: those that mount what is the pod's own, then what reaches beyond it. */
const types = [
  'hostPath',
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'iscsi',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
] as const;

/** A volume of one type, which is all that the API server takes; of one that names two, the one that reaches further. */
export function volumeOf(raw: RawVolume): Volume {
  const isSet = (member: string) => raw[member] !== undefined && raw[member] !== null;
  const type = types.find(isSet) ?? (Object.keys(raw).some((key) => key !== 'name' && isSet(key)) ? 'unknown' : undefined);
  const { hostPath, secret, configMap, persistentVolumeClaim, image, projected } = raw;
  const reference =
    secret?.secretName ??
    configMap?.name ??
    persistentVolumeClaim?.claimName ??
    (image?.reference && withoutPassword(image.reference));
  return {
    name: raw.name,
    ...(type && { type }),
    ...(hostPath && { hostPath: { path: hostPath.path, ...(hostPath.type && { type: hostPath.type }) } }),
    ...(reference && { reference }),
    ...(projected && {
      tokens: projected.sources.flatMap(({ serviceAccountToken }) =>
        serviceAccountToken ? [defined(serviceAccountToken)] : [],
      ),
    }),
  };
}
