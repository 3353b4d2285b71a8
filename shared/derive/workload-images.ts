import type { Fact, Stored } from '../facts/index.ts';
import { derivation } from './derive.ts';
import { idOf, tops } from './workload/owners.ts';
import { gone } from './workload/unlisted.ts';

type Drifting = Stored<'workloadImages'>['drifting'][number];
type Digests = Map<string, { names: string[]; count: number }>;

const named = 3;

/**
 * Which image each reference stands for among the pods of a workload. Two references at a time are a rollout, and are no drift. Digests
 * of a registry are compared with such, and those that a runtime gives an image without one among themselves.
 */
export const workloadImages = derivation('workloadImages', ({ controllers, pods, workloads }): Fact<'workloadImages'> => {
  if (!workloads.known) return workloads;
  if (!controllers.known) return controllers;
  if (!pods.known) return pods;
  const topOf = tops(controllers.items);
  const found = new Map<string, Map<string, Digests>>();
  for (const pod of pods.items) {
    if (gone(pod)) continue;
    const id = idOf(topOf(pod));
    const own = found.get(id) ?? new Map<string, Digests>();
    found.set(id, own);
    addImages(own, pod);
  }
  const items = workloads.items.map(({ specs: _, ...identity }) => ({
    ...identity,
    drifting: driftingOf(found.get(idOf(identity)) ?? new Map()),
  }));
  return { known: true, items, missing: workloads.missing };
});

function addImages(own: Map<string, Digests>, { name, images, spec }: Stored<'pods'>): void {
  const references = new Map(spec.containers.map((container) => [container.name, container.image]));
  for (const { container, imageId } of images) {
    const image = references.get(container);
    const digest = digestOf(imageId);
    if (image === undefined || image.includes('@') || digest === undefined) continue;
    const key = JSON.stringify([container, image, imageId.includes('@')]);
    const digests: Digests = own.get(key) ?? new Map();
    own.set(key, digests);
    const pods = digests.get(digest) ?? { names: [], count: 0 };
    digests.set(digest, pods);
    pods.count++;
    if (pods.names.length < named) pods.names.push(name);
  }
}

/** `docker.io/library/nginx@sha256:…`, `docker-pullable://nginx@sha256:…`, or `sha256:…` alone. */
const digestOf = (imageId: string): string | undefined => /sha256:[0-9a-f]{64}$/.exec(imageId)?.[0];

const driftingOf = (own: ReadonlyMap<string, Digests>): Drifting[] =>
  [...own].flatMap(([key, digests]): Drifting[] => {
    if (digests.size < 2) return [];
    const [container = '', image = ''] = JSON.parse(key) as string[];
    return [{ container, image, digests: [...digests].map(([digest, { names, count }]) => ({ digest, pods: names, count })) }];
  });
