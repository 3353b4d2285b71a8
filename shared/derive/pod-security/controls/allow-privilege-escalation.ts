import type { PodSpec } from '../../../facts/pod-spec.ts';
import { control, fieldOf, type Objection, unlessWindows } from '../control.ts';
import { containersNamed } from '../words.ts';

function judge({ containers }: PodSpec): Objection | undefined {
  const bad = containers.filter(({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
  if (bad.length === 0) return undefined;
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${containersNamed(bad)} must set securityContext.allowPrivilegeEscalation=false`,
    evidence: bad.map((container) =>
      fieldOf(container, 'securityContext.allowPrivilegeEscalation', container.securityContext?.allowPrivilegeEscalation),
    ),
  };
}

/** No program becomes more than its parent, as set-user-ID files make it. */
export const allowPrivilegeEscalation = control({
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  versions: [
    { from: 8, judge },
    { from: 25, judge: unlessWindows(judge) },
  ],
});
