import { containerWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'every image is named by its digest';
const of = (...images: string[]) =>
  deployed(podWith(images.map((image, index) => containerWith({ name: `web-${index}`, image }))));
const digest = `sha256:${'0a'.repeat(32)}`;

export default [
  ...ordinary(passes),
  {
    says: 'A version can be moved',
    facts: of('ghcr.io/shop/web:1.4.2'),
    expect: ofWeb('fail', 'container web-0: image ghcr.io/shop/web:1.4.2 has no digest'),
  },
  {
    says: 'One of two images',
    facts: of(`ghcr.io/shop/web@${digest}`, 'envoyproxy/envoy:v1.36.0'),
    expect: ofWeb('fail', 'container web-1: image envoyproxy/envoy:v1.36.0 has no digest'),
  },
  {
    says: 'In a platform namespace what is low elsewhere is no finding',
    facts: deployed(podWith([containerWith({ image: 'nginx:1.29.1' })]), { namespace: 'kube-system' }),
    expect: [
      {
        resource: 'Deployment/kube-system/web',
        status: 'not-applicable',
        because:
          'kube-system is a platform namespace, where what is low elsewhere is no finding: container web: image nginx:1.29.1 has no digest',
      },
    ],
  },
] satisfies readonly Example[];
