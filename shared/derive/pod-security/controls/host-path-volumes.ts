import { control, field } from '../control.ts';
import { plural, quoted } from '../words.ts';

/** A hostPath volume is the node's own file system. */
export const hostPathVolumes = control({
  id: 'hostPathVolumes',
  level: 'baseline',
  versions: [
    {
      from: 0,
      judge: ({ volumes }) => {
        const bad = volumes.filter(({ hostPath }) => hostPath !== undefined);
        if (bad.length === 0) return undefined;
        return {
          reason: 'hostPath volumes',
          detail: `${plural('volume', bad.length)} ${quoted(bad.map(({ name }) => name))}`,
          evidence: bad.map(({ name, hostPath }) => field(`volumes[${name}].hostPath.path`, hostPath?.path)),
        };
      },
    },
  ],
});
