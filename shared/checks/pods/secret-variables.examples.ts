import { containerWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'no environment variable comes from a Secret';

export default [
  ...ordinary(passes),
  {
    says: 'Two variables of one Secret',
    facts: deployed(
      podWith([
        containerWith({
          env: [
            { name: 'DB_USER', from: 'secret', reference: 'db' },
            { name: 'DB_PASSWORD', from: 'secret', reference: 'db' },
            { name: 'LOG_LEVEL', from: 'value' },
          ],
        }),
      ]),
    ),
    expect: ofWeb('fail', 'container web: variables from Secret db'),
  },
  {
    says: 'A whole Secret at once',
    facts: deployed(podWith([containerWith({ envFrom: [{ from: 'secret', reference: 'web' }] })])),
    expect: ofWeb('fail', 'container web: variables from Secret web'),
  },
  {
    says: 'ConfigMaps, fields and files are none',
    facts: deployed(
      podWith([
        containerWith({
          env: [
            { name: 'MODE', from: 'config-map', reference: 'web' },
            { name: 'NODE', from: 'field' },
            { name: 'TOKEN', from: 'file' },
          ],
          envFrom: [{ from: 'config-map', reference: 'web' }],
        }),
      ]),
    ),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'In a platform namespace what is low elsewhere is no finding',
    facts: deployed(podWith([containerWith({ envFrom: [{ from: 'secret', reference: 'web' }] })]), {
      namespace: 'kube-system',
    }),
    expect: [
      {
        resource: 'Deployment/kube-system/web',
        status: 'not-applicable',
        because:
          'kube-system is a platform namespace, where what is low elsewhere is no finding: container web: variables from Secret web',
      },
    ],
  },
] satisfies readonly Example[];
