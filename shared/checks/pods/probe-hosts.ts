import { check } from '../check.ts';
import { judging } from '../specs.ts';
import { quoted } from '../words.ts';

/** `host` of httpGet and tcpSocket in probes and lifecycle handlers (Pod Security Standards from 1.34, baseline, Host Probes / Lifecycle Hooks). */
export default check({
  id: 'pods/probe-hosts',
  title: 'Probes and lifecycle handlers ask the pod itself',
  severity: 'low',
  scope: 'cluster',
  why: 'The kubelet sends these requests from the node: with a host of its own choice, whoever may create pods makes it ask what only nodes reach, and reads from the events what answered.',
  fix: { text: 'Take host away from the handler: without it the kubelet asks the address of the pod.' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes: 'no probe or lifecycle handler names a host',
    offences: ({ containers }) =>
      containers.flatMap((container) =>
        container.handlerHosts.map(({ place, host }) => ({ container, says: `${place}.host: ${quoted(host)}` })),
      ),
  }),
});
