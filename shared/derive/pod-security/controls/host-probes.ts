import { control, fieldOf } from '../control.ts';
import { distinct, plural, quoted } from '../words.ts';

/** The kubelet sends probes and lifecycle requests from the node: a `host` of the pod's choosing makes it ask whatever the node reaches. */
export const hostProbes = control({
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  versions: [
    {
      from: 34,
      judge: ({ containers }) => {
        const bad = containers.filter(({ handlerHosts }) => handlerHosts.length > 0);
        if (bad.length === 0) return undefined;
        const names = distinct(bad.map(({ name }) => name));
        const hosts = distinct(bad.flatMap(({ handlerHosts }) => handlerHosts.map(({ host }) => host)));
        const uses = `${names.length === 1 ? 'uses' : 'use'} ${plural('probe or lifecycle host', hosts.length)}`;
        return {
          reason: 'probe or lifecycle host',
          detail: `${plural('container', names.length)} ${quoted(names)} ${uses} ${quoted(hosts)}`,
          evidence: bad.flatMap((container) =>
            container.handlerHosts.map(({ place, host }) => fieldOf(container, `${place}.host`, host)),
          ),
        };
      },
    },
  ],
});
