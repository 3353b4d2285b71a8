import { control, fieldOf } from '../control.ts';
import { containersNamed, distinct, plural } from '../words.ts';

/** A host port stands open on the node's own addresses, where no network policy guards it. */
export const hostPorts = control({
  id: 'hostPorts',
  level: 'baseline',
  versions: [
    {
      from: 0,
      judge: ({ containers }) => {
        const opened = containers
          .map((container) => ({ container, ports: container.ports.flatMap(({ hostPort }) => hostPort || []) }))
          .filter(({ ports }) => ports.length > 0);
        if (opened.length === 0) return undefined;
        const ports = distinct(opened.flatMap(({ ports }) => ports.map(String)));
        const bad = opened.map(({ container }) => container);
        return {
          reason: 'hostPort',
          detail: `${containersNamed(bad)} ${bad.length === 1 ? 'uses' : 'use'} ${plural('hostPort', ports.length)} ${ports.join(', ')}`,
          evidence: opened.flatMap(({ container, ports }) => ports.map((port) => fieldOf(container, 'ports.hostPort', port))),
        };
      },
    },
  ],
});
