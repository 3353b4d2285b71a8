import { describe, expect, it } from 'vitest';
import { list } from '../../shared/checks/base.ts';
import { container, controllers, firstPod, podSpec } from '../../shared/checks/base-kubernetes.ts';
import type { Stored } from '../../shared/facts/index.ts';
import { derived } from './derived.ts';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const spec = { ...podSpec, containers: [{ ...container, image: 'web:1' }] };
const pod = (name: string, imageId: string, more: Partial<Stored<'pods'>> = {}): Stored<'pods'> => ({
  ...firstPod,
  name,
  uid: name,
  spec,
  images: [{ container: 'web', image: 'web:1', imageId }],
  ...more,
});
const drifting = (...pods: Stored<'pods'>[]) => {
  const fact = derived('workloadImages', { pods: list(pods), controllers: list(controllers) });
  return fact.known ? fact.items.flatMap((item) => item.drifting) : expect.unreachable();
};

describe('workloadImages', () => {
  it('tells which pods run which image of one name', () => {
    const pods = ['a', 'a', 'a', 'a', 'b'].map((digit, index) => pod(`web-${index}`, `ghcr.io/web@${digest(digit)}`));
    expect(drifting(...pods)).toEqual([
      {
        container: 'web',
        image: 'web:1',
        digests: [
          { digest: digest('a'), pods: ['web-0', 'web-1', 'web-2'], count: 4 },
          { digest: digest('b'), pods: ['web-4'], count: 1 },
        ],
      },
    ]);
  });

  it('leaves out pods that have ended, and those of other workloads', () => {
    const { owner: _, ...alone } = pod('alone', `web@${digest('b')}`);
    expect(
      drifting(pod('web-0', `web@${digest('a')}`), pod('web-1', `web@${digest('b')}`, { phase: 'Failed' }), alone),
    ).toEqual([]);
  });

  it.each(['', 'web:1', 'sha256:abc', 'docker-pullable://web@sha1:aa'])('%j is no digest', (imageId) => {
    expect(drifting(pod('web-0', `web@${digest('a')}`), pod('web-1', imageId))).toEqual([]);
  });
});
