import type { PodSpec } from '../../../facts/pod-spec.ts';
import { control, fieldOf, type Objection, unlessUserNamespace } from '../control.ts';
import { containersNamed, distinct, quoted } from '../words.ts';

function judge({ containers }: PodSpec): Objection | undefined {
  const typeOf = (container: (typeof containers)[number]) => container.securityContext?.procMount ?? 'Default';
  const bad = containers.filter((container) => typeOf(container) !== 'Default');
  if (bad.length === 0) return undefined;
  return {
    reason: 'procMount',
    detail: `${containersNamed(bad)} must not set securityContext.procMount to ${quoted(distinct(bad.map(typeOf)))}`,
    evidence: bad.map((container) => fieldOf(container, 'securityContext.procMount', typeOf(container))),
  };
}

/** What the container runtime masks in /proc stays masked, but for pods in a user namespace (since 1.35). */
export const procMount = control({
  id: 'procMount',
  level: 'baseline',
  versions: [
    { from: 0, judge },
    { from: 35, judge: unlessUserNamespace(judge) },
  ],
});

/** At the restricted level it stays masked for all of them. */
export const procMountRestricted = control({
  id: 'procMount_restricted',
  level: 'restricted',
  replaces: procMount.id,
  versions: [{ from: 35, judge }],
});
