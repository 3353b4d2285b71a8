import type { FactsOfTarget, Stored } from '../../facts/index.ts';
import { list } from '../base.ts';
import { firstPod } from '../base-kubernetes.ts';
import { containerWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'no image of its pods differs from another of the same name';
const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const tagged = 'ghcr.io/shop/web:1.4';
const spec = (image: string) => podWith([containerWith({ image })]);

/** Pods of the Deployment, each with the reference in its specification and what its node reports. */
const running = (...pods: (readonly [image: string, imageId: string])[]): FactsOfTarget => ({
  ...deployed(spec(tagged)),
  pods: list(
    pods.map(
      ([image, imageId], index): Stored<'pods'> => ({
        ...firstPod,
        name: `web-${index}`,
        uid: `web-${index}`,
        spec: spec(image),
        images: [{ container: 'web', image, imageId }],
      }),
    ),
  ),
});

export default [
  ...ordinary(passes),
  {
    says: 'A tag was moved between two starts',
    facts: running([tagged, `ghcr.io/shop/web@${digest('a')}`], [tagged, `ghcr.io/shop/web@${digest('b')}`]),
    expect: ofWeb('fail', `container web: image ${tagged} is 2 different images among its pods`),
  },
  {
    says: 'A rollout has two references',
    facts: running([tagged, `ghcr.io/shop/web@${digest('a')}`], ['ghcr.io/shop/web:1.5', `ghcr.io/shop/web@${digest('b')}`]),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'One image by the name of a mirror',
    facts: running([tagged, `ghcr.io/shop/web@${digest('a')}`], [tagged, `mirror.example.com/shop/web@${digest('a')}`]),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'A pod whose image has not been pulled',
    facts: running([tagged, `ghcr.io/shop/web@${digest('a')}`], [tagged, '']),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'A runtime that names images by their configuration is not compared with one that does not',
    facts: running([tagged, `ghcr.io/shop/web@${digest('a')}`], [tagged, digest('c')]),
    expect: ofWeb('pass', passes),
  },
] satisfies readonly Example[];
