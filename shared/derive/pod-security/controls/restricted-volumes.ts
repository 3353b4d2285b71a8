import { control, field } from '../control.ts';
import { distinct, plural, quoted } from '../words.ts';
import { hostPathVolumes } from './host-path-volumes.ts';

const allowed: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/**
 * Volumes are of the pod's own, or claimed; storage beyond the cluster comes through claims, whose classes an administrator made.
 * API servers since 1.33 allow `image` volumes, at every version of the policy; before, they are there behind a gate only, and forbidden.
 */
export const restrictedVolumes = control({
  id: 'restrictedVolumes',
  level: 'restricted',
  replaces: hostPathVolumes.id,
  versions: [
    {
      from: 0,
      judge: ({ volumes }) => {
        // Of a volume that says nothing of its type the API server makes an emptyDir.
        const typed = volumes.map(({ name, type = 'emptyDir' }) => ({ name, type }));
        const bad = typed.filter(({ type }) => !allowed.has(type));
        if (bad.length === 0) return undefined;
        const types = distinct(bad.map(({ type }) => type));
        const uses = `${bad.length === 1 ? 'uses' : 'use'} ${plural('restricted volume type', types.length)}`;
        return {
          reason: 'restricted volume types',
          detail: `${plural('volume', bad.length)} ${quoted(bad.map(({ name }) => name))} ${uses} ${quoted(types)}`,
          evidence: bad.map(({ name, type }) => field(`volumes[${name}]`, type)),
        };
      },
    },
  ],
});
