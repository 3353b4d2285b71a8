import { firstPod } from '../base-kubernetes.ts';
import { containerWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'nothing in environment, arguments and annotations looks like a credential';
const password = { detector: 'named-password', place: 'env.DB_PASSWORD', fingerprint: '5e884898da28047151d0e56f8dc62927' };
const token = { detector: 'github-token', place: 'args.2', fingerprint: '6b3a55e0261b0304143f805a24924d0c' };
const carrying = containerWith({ credentials: [password] });

export default [
  ...ordinary(passes),
  {
    says: 'A password in the environment',
    facts: deployed(podWith([carrying])),
    expect: ofWeb('fail', 'container web: named-password in env.DB_PASSWORD'),
  },
  {
    says: 'A token in the arguments of an init container, and a password in an annotation',
    facts: deployed(
      podWith([{ ...carrying, name: 'clone', list: 'initContainers', credentials: [token] }, containerWith({})], {
        credentials: [{ ...password, place: 'annotations.example.com/db' }],
      }),
    ),
    expect: ofWeb('fail', 'named-password in annotations.example.com/db; init container clone: github-token in args.2'),
  },
  {
    says: 'Somebody put it into the running pod',
    facts: deployed(podWith([containerWith({})]), { running: podWith([carrying]) }),
    expect: ofWeb('fail', `container web: named-password in env.DB_PASSWORD (not in the template: pod ${firstPod.name})`),
  },
  {
    says: 'A platform namespace is told apart',
    facts: deployed(podWith([carrying]), { namespace: 'kube-system' }),
    expect: [
      {
        resource: 'Deployment/kube-system/web',
        status: 'fail',
        because: 'container web: named-password in env.DB_PASSWORD; kube-system is a platform namespace',
        severity: 'low',
      },
    ],
  },
] satisfies readonly Example[];
