import type { PodSpec } from '../../facts/pod-spec.ts';
import { containerWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'no projected token is asked for more than a day';
type Volume = PodSpec['volumes'][number];
const projecting = (name: string, tokens: NonNullable<Volume['tokens']>): PodSpec =>
  podWith([containerWith({ volumeMounts: [] })], { volumes: [{ name, type: 'projected', tokens }] });
const week = projecting('vault', [{ audience: 'vault', expirationSeconds: 604_800 }]);

export default [
  ...ordinary(passes),
  {
    says: 'A token for Vault that is valid for a week',
    facts: deployed(week),
    expect: ofWeb('fail', 'volume vault: token for audience vault with expirationSeconds: 604800'),
  },
  {
    says: 'Without an audience, or with an empty one, the API server itself takes it',
    facts: deployed(projecting('token', [{ expirationSeconds: 86_401 }, { audience: '', expirationSeconds: 31_536_000 }])),
    expect: ofWeb(
      'fail',
      'volume token: token for the API server with expirationSeconds: 86401; volume token: token for the API server with expirationSeconds: 31536000',
    ),
  },
  {
    says: 'One of two tokens in a volume',
    facts: deployed(projecting('tokens', [{ audience: 'a' }, { audience: 'b', expirationSeconds: 172_800 }])),
    expect: ofWeb('fail', 'volume tokens: token for audience b with expirationSeconds: 172800'),
  },
  {
    says: 'A running pod that is older than its template',
    facts: deployed(podWith([containerWith({})]), { running: week }),
    expect: ofWeb(
      'fail',
      'volume vault: token for audience vault with expirationSeconds: 604800 (not in the template: pod web-7d4-x)',
    ),
  },
  {
    says: 'Nothing is said of its life: an hour',
    facts: deployed(projecting('token', [{ audience: 'vault' }])),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'What admission adds to each pod',
    facts: deployed(projecting('kube-api-access-x7k2p', [{ expirationSeconds: 3607 }])),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'A volume of that name in a running pod, which admission did not add',
    facts: deployed(podWith([containerWith({ volumeMounts: [] })], { volumes: [] }), {
      running: projecting('kube-api-access-x7k2p', [{ expirationSeconds: 31_536_000 }]),
    }),
    expect: ofWeb(
      'fail',
      'volume kube-api-access-x7k2p: token for the API server with expirationSeconds: 31536000 (not in the template: pod web-7d4-x)',
    ),
  },
  {
    says: 'What the webhook of EKS adds for a role of AWS: a day, and no more',
    facts: deployed(projecting('aws-iam-token', [{ audience: 'sts.amazonaws.com', expirationSeconds: 86_400 }])),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'In a platform namespace what is low elsewhere is no finding',
    facts: deployed(week, { namespace: 'kube-system' }),
    expect: [
      {
        resource: 'Deployment/kube-system/web',
        status: 'not-applicable',
        because:
          'kube-system is a platform namespace, where what is low elsewhere is no finding: volume vault: token for audience vault with expirationSeconds: 604800',
      },
    ],
  },
] satisfies readonly Example[];
