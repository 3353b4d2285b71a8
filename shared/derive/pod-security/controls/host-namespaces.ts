import { control, field } from '../control.ts';

const namespaces = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

/** The network, the processes and the shared memory of the node are not the pod's. */
export const hostNamespaces = control({
  id: 'hostNamespaces',
  level: 'baseline',
  versions: [
    {
      from: 0,
      judge: (spec) => {
        const shared = namespaces.filter((name) => spec[name] === true);
        if (shared.length === 0) return undefined;
        return {
          reason: 'host namespaces',
          detail: shared.map((name) => `${name}=true`).join(', '),
          evidence: shared.map((name) => field(name, true)),
        };
      },
    },
  ],
});
