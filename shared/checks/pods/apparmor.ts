import { check } from '../check.ts';
import { quoted } from '../security-context.ts';
import { type Container, judging, type Offence, type PodSpec } from '../specs.ts';

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
    offences: (spec): readonly Offence[] => {
      const ofPod = spec.securityContext?.appArmorProfile?.type;
      return [
        ...(ofPod === undefined || confined.includes(ofPod)
          ? []
          : [{ says: `appArmorProfile: ${quoted(ofPod)}, set for the pod` }]),
        ...spec.containers.flatMap((container) => unconfined(spec, container) ?? []),
      ];
    },
  }),
});

function unconfined({ annotations }: PodSpec, container: Container): Offence | undefined {
  const type = container.securityContext?.appArmorProfile?.type;
  if (type !== undefined) return confined.includes(type) ? undefined : { container, says: `appArmorProfile: ${quoted(type)}` };
  const key = `${prefix}${container.name}`;
  const profile = Object.hasOwn(annotations, key) ? (annotations[key] ?? '') : '';
  return profile === '' || profile === 'runtime/default' || profile.startsWith('localhost/')
    ? undefined
    : { container, says: `the annotation ${prefix}… is ${quoted(profile)}` };
}
