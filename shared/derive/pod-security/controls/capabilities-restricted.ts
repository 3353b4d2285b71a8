import type { Container, PodSpec } from '../../../facts/pod-spec.ts';
import { control, fieldOf, type Objection, unlessWindows } from '../control.ts';
import { containersNamed, distinct, quoted } from '../words.ts';
import { capabilitiesBaseline } from './capabilities-baseline.ts';

const capabilitiesOf = ({ securityContext }: Container) => securityContext?.capabilities;
const addedBy = (container: Container): string[] =>
  capabilitiesOf(container)?.add?.filter((name) => name !== 'NET_BIND_SERVICE') ?? [];

function judge({ containers }: PodSpec): Objection | undefined {
  const keeping = containers.filter((container) => !capabilitiesOf(container)?.drop?.includes('ALL'));
  const adding = containers.filter((container) => addedBy(container).length > 0);
  if (keeping.length === 0 && adding.length === 0) return undefined;
  const names = quoted(distinct(adding.flatMap(addedBy)));
  const details = [
    keeping.length > 0 && `${containersNamed(keeping)} must set securityContext.capabilities.drop=["ALL"]`,
    adding.length > 0 && `${containersNamed(adding)} must not include ${names} in securityContext.capabilities.add`,
  ];
  return {
    reason: 'unrestricted capabilities',
    detail: details.filter((detail) => detail !== false).join('; '),
    evidence: [
      ...keeping.map((container) => fieldOf(container, 'securityContext.capabilities.drop', capabilitiesOf(container)?.drop)),
      ...adding.map((container) => fieldOf(container, 'securityContext.capabilities.add', addedBy(container))),
    ],
  };
}

/** Every capability is dropped, and none but NET_BIND_SERVICE is added. */
export const capabilitiesRestricted = control({
  id: 'capabilities_restricted',
  level: 'restricted',
  replaces: capabilitiesBaseline.id,
  versions: [
    { from: 22, judge },
    { from: 25, judge: unlessWindows(judge) },
  ],
});
