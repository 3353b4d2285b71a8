import { control, fieldOf } from '../control.ts';
import { containersNamed, distinct, quoted } from '../words.ts';

/** What container runtimes give by default, less NET_RAW. */
const allowed: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

/** No capability beyond the default ones is added. */
export const capabilitiesBaseline = control({
  id: 'capabilities_baseline',
  level: 'baseline',
  versions: [
    {
      from: 0,
      judge: ({ containers }) => {
        const adding = containers
          .map((container) => ({
            container,
            added: container.securityContext?.capabilities?.add?.filter((name) => !allowed.has(name)) ?? [],
          }))
          .filter(({ added }) => added.length > 0);
        if (adding.length === 0) return undefined;
        const names = quoted(distinct(adding.flatMap(({ added }) => added)));
        return {
          reason: 'non-default capabilities',
          detail: `${containersNamed(adding.map(({ container }) => container))} must not include ${names} in securityContext.capabilities.add`,
          evidence: adding.map(({ container, added }) => fieldOf(container, 'securityContext.capabilities.add', added)),
        };
      },
    },
  ],
});
