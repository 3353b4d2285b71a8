import { containerWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

export default [
  ...ordinary('no probe or lifecycle handler names a host'),
  {
    says: 'A probe that makes the kubelet ask the instance metadata',
    facts: deployed(podWith([containerWith({ handlerHosts: [{ place: 'livenessProbe.httpGet', host: '169.254.169.254' }] })])),
    expect: ofWeb('fail', 'container web: livenessProbe.httpGet.host: 169.254.169.254'),
  },
] satisfies readonly Example[];
