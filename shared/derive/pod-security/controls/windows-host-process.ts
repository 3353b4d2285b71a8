import { control, field, fieldOf } from '../control.ts';
import { setters } from '../words.ts';

const path = 'securityContext.windowsOptions.hostProcess';

/** A HostProcess container of Windows is what a privileged one is elsewhere. */
export const windowsHostProcess = control({
  id: 'windowsHostProcess',
  level: 'baseline',
  versions: [
    {
      from: 0,
      judge: ({ securityContext, containers }) => {
        const pod = securityContext?.windowsOptions?.hostProcess === true;
        const bad = containers.filter((container) => container.securityContext?.windowsOptions?.hostProcess === true);
        if (!pod && bad.length === 0) return undefined;
        return {
          reason: 'hostProcess',
          detail: `${setters(pod, bad)} must not set ${path}=true`,
          evidence: [...(pod ? [field(path, true)] : []), ...bad.map((container) => fieldOf(container, path, true))],
        };
      },
    },
  ],
});
