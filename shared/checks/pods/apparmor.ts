import { check } from '../check.ts';
import { judging, type Offence, type PodSpec } from '../specs.ts';
import { quoted } from '../words.ts';

const confined = ['RuntimeDefault', 'Localhost'];
const prefix = 'container.apparmor.security.beta.kubernetes.io/';

/**
 * `appArmorProfile`, of the pod and of containers, and the annotation that came before it (Pod Security Standards, baseline, AppArmor). Unset
 * is the profile of the runtime, on nodes that have AppArmor.
 */
export default check({
  id: 'pods/apparmor',
  title: 'AppArmor is switched off for no container',
  severity: 'medium',
  scope: 'cluster',
  why: 'On nodes with AppArmor the profile of the runtime forbids mounts and writes below /proc and /sys. Unconfined takes that away from a process that is perhaps root.',
  fix: {
    text: 'Take the profile Unconfined away, or set appArmorProfile: { type: RuntimeDefault }; mend the profile where something breaks.',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'medium',
    passes: 'no container is without the AppArmor profile of its runtime',
    windows: 'its kernel has no AppArmor',
    offences: ({ securityContext, containers, annotations }): readonly Offence[] => [
      ...bad(securityContext?.appArmorProfile).map((says) => ({ says: `${says}, set for the pod` })),
      ...containers.flatMap((container) =>
        bad(container.securityContext?.appArmorProfile).map((says) => ({ container, says })),
      ),
      ...annotated(annotations),
    ],
  }),
});

type Profile = NonNullable<PodSpec['securityContext']>['appArmorProfile'];

const bad = (profile: Profile): readonly string[] =>
  profile === undefined || confined.includes(profile.type ?? '') ? [] : [`appArmorProfile: ${quoted(profile.type ?? '')}`];

/** Values as the API server takes them: it writes them into the fields of the container that the key ends with. */
const annotated = (annotations: PodSpec['annotations']): readonly Offence[] =>
  Object.entries(annotations)
    .filter(
      ([key, value]) => key.startsWith(prefix) && !['', 'runtime/default'].includes(value) && !value.startsWith('localhost/'),
    )
    .map(([key, value]) => ({ says: `annotation ${quoted(key)}: ${quoted(value)}` }));
