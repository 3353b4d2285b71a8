import * as v from 'valibot';
import { one } from './fact.ts';

/** Credentials that stand in more than one object, as far as objects were read: it says what is known, and decides nothing. */
export const credentialPlaces = one({
  scope: 'cluster',
  from: ['configMaps', 'workloads'],
  bounds: ['configMaps', 'workloads'],
  schema: v.object({
    /** Ids of the first objects that hold it, sorted, and how many there are. */
    shared: v.array(v.object({ fingerprint: v.string(), objects: v.array(v.string()), count: v.number() })),
  }),
});
