import { contextWith, deployed, ofWeb, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';
import { asked, labelled, privileged, situations } from './examples/standard.ts';

const probing = deployed(
  podWith([{ ...contextWith({}), handlerHosts: [{ place: 'livenessProbe.httpGet', host: '169.254.169.254' }] }]),
);

export default [
  ...situations('baseline'),
  {
    says: 'It was there before its namespace enforced it',
    facts: labelled({ 'pod-security.kubernetes.io/enforce': 'baseline' }, privileged),
    expect: ofWeb(
      'fail',
      'baseline, version latest (the label enforce of its namespace), refuses it: hostNamespaces; hostPorts; privileged',
    ),
  },
  {
    says: 'A control that came with 1.34, and a version before it',
    facts: asked('baseline', '1.33', probing),
    expect: ofWeb('pass', 'baseline, version v1.33 (asked for), allows it'),
  },
  {
    says: 'A control that came with 1.34, and the latest version',
    facts: asked('baseline', 'latest', probing),
    expect: ofWeb('fail', 'baseline, version latest (asked for), refuses it: hostProbesAndHostLifecycle'),
  },
  {
    says: 'One pod has what its template has not',
    facts: asked(
      'baseline',
      'latest',
      deployed(podWith([contextWith({})]), { running: podWith([contextWith({ privileged: true })]) }),
    ),
    expect: ofWeb('fail', 'baseline, version latest (asked for), refuses it: privileged (not in the template: pod web-7d4-x)'),
  },
  {
    says: 'Whoever asks for restricted has baseline with it',
    facts: asked('restricted', 'latest', privileged),
    expect: ofWeb('not-applicable', 'nobody asks for baseline here: no label of the namespace shop, and not --pod-security'),
  },
] satisfies readonly Example[];
