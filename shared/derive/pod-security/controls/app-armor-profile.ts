import type { PodSpec } from '../../../facts/pod-spec.ts';
import { annotation, control, field, fieldOf, type Objection } from '../control.ts';
import { distinct, plural, quoted, setters } from '../words.ts';

/** The annotation of each container that the field replaced in 1.30; the API server still reads it. */
export const appArmorAnnotation = 'container.apparmor.security.beta.kubernetes.io/';

const isBadType = (type: string | undefined): boolean => type !== 'RuntimeDefault' && type !== 'Localhost';
const isBadValue = (value: string): boolean => value !== '' && value !== 'runtime/default' && !value.startsWith('localhost/');

function judge({ securityContext, containers, annotations }: PodSpec): Objection | undefined {
  const pod = securityContext?.appArmorProfile;
  const badPod = pod !== undefined && isBadType(pod.type);
  const bad = containers.filter(({ securityContext: own }) => own?.appArmorProfile && isBadType(own.appArmorProfile.type));
  const badAnnotations = Object.entries(annotations)
    .filter(([key, value]) => key.startsWith(appArmorAnnotation) && isBadValue(value))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  if (!badPod && bad.length === 0 && badAnnotations.length === 0) return undefined;
  const types = [...(badPod ? [pod.type] : []), ...bad.map((container) => container.securityContext?.appArmorProfile?.type)];
  const values = [
    ...distinct(types.map((type) => type ?? '')),
    ...badAnnotations.map(([key, value]) => `${key}=${JSON.stringify(value)}`),
  ];
  const who = [
    ...(badPod || bad.length > 0 ? [setters(badPod, bad)] : []),
    ...(badAnnotations.length > 0 ? [plural('annotation', badAnnotations.length)] : []),
  ];
  return {
    reason: plural('forbidden AppArmor profile', values.length),
    detail: `${who.join(' and ')} must not set AppArmor profile type to ${quoted(values)}`,
    evidence: [
      ...(badPod ? [field('securityContext.appArmorProfile.type', pod.type)] : []),
      ...bad.map((container) =>
        fieldOf(container, 'securityContext.appArmorProfile.type', container.securityContext?.appArmorProfile?.type),
      ),
      ...badAnnotations.map(([key, value]) => annotation(key, value)),
    ],
  };
}

/** The container runtime's AppArmor profile, which nodes that have AppArmor load by default, is not to be switched off. */
export const appArmorProfile = control({ id: 'appArmorProfile', level: 'baseline', versions: [{ from: 0, judge }] });
