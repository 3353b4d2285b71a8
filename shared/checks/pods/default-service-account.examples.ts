import { podSpec } from '../base-kubernetes.ts';
import { containerWith, deployed, ofWeb, ordinary } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'it has a service account of its own, or no token';
const { serviceAccountName: _name, automountServiceAccountToken: _automount, ...silent } = podSpec;
const unset = 'serviceAccountName is not set, which is default, and automountServiceAccountToken is not set';

export default [
  ...ordinary(passes),
  { says: 'No account is named', facts: deployed(silent), expect: ofWeb('fail', unset) },
  {
    says: 'It is named, and its token asked for',
    facts: deployed({ ...silent, serviceAccountName: 'default', automountServiceAccountToken: true }),
    expect: ofWeb('fail', 'serviceAccountName is default, and automountServiceAccountToken is true'),
  },
  {
    says: 'Without its token the account is only a name',
    facts: deployed({ ...silent, automountServiceAccountToken: false }),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'A volume of its own brings the token',
    facts: deployed({
      ...silent,
      automountServiceAccountToken: false,
      containers: [containerWith({ volumeMounts: [] })],
      volumes: [{ name: 'token', type: 'projected', tokens: [{ expirationSeconds: 3600 }] }],
    }),
    expect: ofWeb('fail', 'serviceAccountName is not set, which is default, and a projected volume holds its token'),
  },
  {
    says: 'A token for AWS alone',
    facts: deployed({
      ...silent,
      automountServiceAccountToken: false,
      containers: [containerWith({ volumeMounts: [] })],
      volumes: [{ name: 'aws', type: 'projected', tokens: [{ audience: 'sts.amazonaws.com' }] }],
    }),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'In a platform namespace what is low elsewhere is no finding',
    facts: deployed(silent, { namespace: 'kube-system' }),
    expect: [
      {
        resource: 'Deployment/kube-system/web',
        status: 'not-applicable',
        because: `kube-system is a platform namespace, where what is low elsewhere is no finding: ${unset}`,
      },
    ],
  },
] satisfies readonly Example[];
