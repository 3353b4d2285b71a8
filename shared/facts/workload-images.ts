import * as v from 'valibot';
import { many } from './fact.ts';
import { workloads } from './workloads.ts';

const { specs, ...identity } = workloads.schema.entries;

/** Workloads with the images that their pods run, as the nodes report them. */
export const workloadImages = many({
  scope: 'cluster',
  from: ['controllers', 'pods', 'workloads'],
  bounds: ['controllers', 'pods', 'workloads'],
  item: workloads.item,
  none: workloads.none,
  id: (item) => workloads.id({ ...item, specs: [] }),
  schema: v.object({
    ...identity,
    /** References of its containers that stand for more than one image among its pods. */
    drifting: v.array(
      v.object({
        container: v.string(),
        /** As the specification has it. */
        image: v.string(),
        /** What it stands for, with at most three of the pods that run it. */
        digests: v.array(v.object({ digest: v.string(), pods: v.array(v.string()), count: v.number() })),
      }),
    ),
  }),
});
