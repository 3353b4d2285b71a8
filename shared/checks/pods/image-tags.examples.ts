import { containerWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'every image has a digest, or a tag other than latest';
const of = (image: string) => deployed(podWith([containerWith({ image })]));
const digest = `sha256:${'0a'.repeat(32)}`;

export default [
  ...ordinary(passes),
  {
    says: 'The tag latest',
    facts: of('ghcr.io/shop/web:latest'),
    expect: ofWeb('fail', 'container web: image ghcr.io/shop/web:latest'),
  },
  {
    says: 'No tag at all, behind a port that looks like one',
    facts: of('registry.example.com:5000/web'),
    expect: ofWeb('fail', 'container web: image registry.example.com:5000/web has no tag, which means latest'),
  },
  { says: 'A version', facts: of('nginx:1.29.1'), expect: ofWeb('pass', passes) },
  { says: 'With a digest the tag decides nothing', facts: of(`nginx:latest@${digest}`), expect: ofWeb('pass', passes) },
  {
    says: 'A digest that is too short to be one',
    facts: of('nginx@sha256:0a0a'),
    expect: ofWeb('fail', 'container web: image nginx@sha256:0a0a is no reference to an image'),
  },
  {
    says: 'In a platform namespace what is low elsewhere is no finding',
    facts: deployed(podWith([containerWith({ image: 'nginx' })]), { namespace: 'kube-system' }),
    expect: [
      {
        resource: 'Deployment/kube-system/web',
        status: 'not-applicable',
        because:
          'kube-system is a platform namespace, where what is low elsewhere is no finding: container web: image nginx has no tag, which means latest',
      },
    ],
  },
] satisfies readonly Example[];
