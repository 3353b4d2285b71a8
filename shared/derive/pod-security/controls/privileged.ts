import { control, fieldOf } from '../control.ts';
import { containersNamed } from '../words.ts';

/** A privileged container is root on its node. */
export const privileged = control({
  id: 'privileged',
  level: 'baseline',
  versions: [
    {
      from: 0,
      judge: ({ containers }) => {
        const bad = containers.filter(({ securityContext }) => securityContext?.privileged === true);
        if (bad.length === 0) return undefined;
        return {
          reason: 'privileged',
          detail: `${containersNamed(bad)} must not set securityContext.privileged=true`,
          evidence: bad.map((container) => fieldOf(container, 'securityContext.privileged', true)),
        };
      },
    },
  ],
});
