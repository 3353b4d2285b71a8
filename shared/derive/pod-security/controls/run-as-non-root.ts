import type { PodSpec } from '../../../facts/pod-spec.ts';
import { control, field, fieldOf, type Objection, unlessUserNamespace } from '../control.ts';
import { containersNamed, setters } from '../words.ts';

const path = 'securityContext.runAsNonRoot';

function judge({ securityContext, containers }: PodSpec): Objection | undefined {
  const pod = securityContext?.runAsNonRoot;
  const own = (container: (typeof containers)[number]) => container.securityContext?.runAsNonRoot;
  const refusing = containers.filter((container) => own(container) === false);
  if (pod === false || refusing.length > 0) {
    return {
      reason: 'runAsNonRoot != true',
      detail: `${setters(pod === false, refusing)} must not set ${path}=false`,
      evidence: [...(pod === false ? [field(path, pod)] : []), ...refusing.map((container) => fieldOf(container, path, false))],
    };
  }
  const silent = pod === true ? [] : containers.filter((container) => own(container) === undefined);
  if (silent.length === 0) return undefined;
  return {
    reason: 'runAsNonRoot != true',
    detail: `pod or ${containersNamed(silent)} must set ${path}=true`,
    evidence: silent.map((container) => fieldOf(container, path, undefined)),
  };
}

/** Every container is kept from running as root, by its own word or the pod's; since 1.35 pods in a user namespace need not be. */
export const runAsNonRoot = control({
  id: 'runAsNonRoot',
  level: 'restricted',
  versions: [
    { from: 0, judge },
    { from: 35, judge: unlessUserNamespace(judge) },
  ],
});
