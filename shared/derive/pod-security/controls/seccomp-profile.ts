import type { PodSpec } from '../../../facts/pod-spec.ts';
import { annotation, control, field, fieldOf, type Objection, unlessWindows } from '../control.ts';
import { containersNamed, distinct, plural, quoted, setters } from '../words.ts';

const path = 'securityContext.seccompProfile.type';
const podAnnotation = 'seccomp.security.alpha.kubernetes.io/pod';
const containerAnnotation = 'container.seccomp.security.alpha.kubernetes.io/';

/** Until 1.18 profiles were annotations; one of a container that the pod does not have is nothing. */
function judgeAnnotations({ annotations, containers }: PodSpec): Objection | undefined {
  const keys = new Set([podAnnotation, ...containers.map(({ name }) => `${containerAnnotation}${name}`)]);
  const isAllowed = (value: string) =>
    value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/');
  const bad = Object.entries(annotations).filter(([key, value]) => keys.has(key) && !isAllowed(value));
  if (bad.length === 0) return undefined;
  const listed = bad.map(([key, value]) => `${key}=${JSON.stringify(value)}`).sort();
  return {
    reason: 'seccompProfile',
    detail: `forbidden ${plural('annotation', bad.length)} ${listed.join(', ')}`,
    evidence: bad.map(([key, value]) => annotation(key, value)),
  };
}

type Profile = NonNullable<NonNullable<PodSpec['securityContext']>['seccompProfile']>;
const isAllowed = ({ type }: Profile): boolean => type === 'RuntimeDefault' || type === 'Localhost';

/** A profile that is set is one that confines. */
function judgeSet({ securityContext, containers }: PodSpec): Objection | undefined {
  const pod = securityContext?.seccompProfile;
  const badPod = pod !== undefined && !isAllowed(pod);
  const own = (container: (typeof containers)[number]) => container.securityContext?.seccompProfile;
  const bad = containers.filter((container) => {
    const profile = own(container);
    return profile !== undefined && !isAllowed(profile);
  });
  if (!badPod && bad.length === 0) return undefined;
  const types = distinct([...(badPod ? [pod] : []), ...bad.map(own)].map((profile) => profile?.type ?? ''));
  return {
    reason: 'seccompProfile',
    detail: `${setters(badPod, bad)} must not set ${path} to ${quoted(types)}`,
    evidence: [
      ...(badPod ? [field(path, pod.type)] : []),
      ...bad.map((container) => fieldOf(container, path, own(container)?.type)),
    ],
  };
}

/** And there is one, of the pod or of each container. */
function judgeRequired(spec: PodSpec): Objection | undefined {
  const set = judgeSet(spec);
  if (set !== undefined || spec.securityContext?.seccompProfile !== undefined) return set;
  const silent = spec.containers.filter(({ securityContext }) => securityContext?.seccompProfile === undefined);
  if (silent.length === 0) return undefined;
  return {
    reason: 'seccompProfile',
    detail: `pod or ${containersNamed(silent)} must set ${path} to "RuntimeDefault" or "Localhost"`,
    evidence: silent.map((container) => fieldOf(container, path, undefined)),
  };
}

/** System calls are filtered as far as nobody asks for them not to be. */
export const seccompProfileBaseline = control({
  id: 'seccompProfile_baseline',
  level: 'baseline',
  versions: [
    { from: 0, judge: judgeAnnotations },
    { from: 19, judge: judgeSet },
  ],
});

/** System calls are filtered. */
export const seccompProfileRestricted = control({
  id: 'seccompProfile_restricted',
  level: 'restricted',
  replaces: seccompProfileBaseline.id,
  versions: [
    { from: 19, judge: judgeRequired },
    { from: 25, judge: unlessWindows(judgeRequired) },
  ],
});
