import type { PodSpec } from '../../../facts/pod-spec.ts';
import { control, field, fieldOf, type Objection, unlessUserNamespace } from '../control.ts';
import { setters } from '../words.ts';

const path = 'securityContext.runAsUser';

function judge({ securityContext, containers }: PodSpec): Objection | undefined {
  const pod = securityContext?.runAsUser === 0;
  const bad = containers.filter((container) => container.securityContext?.runAsUser === 0);
  if (!pod && bad.length === 0) return undefined;
  return {
    reason: 'runAsUser=0',
    detail: `${setters(pod, bad)} must not set runAsUser=0`,
    evidence: [...(pod ? [field(path, 0)] : []), ...bad.map((container) => fieldOf(container, path, 0))],
  };
}

/** Nobody asks for user 0; since 1.35 pods in a user namespace may. */
export const runAsUser = control({
  id: 'runAsUser',
  level: 'restricted',
  versions: [
    { from: 23, judge },
    { from: 35, judge: unlessUserNamespace(judge) },
  ],
});
