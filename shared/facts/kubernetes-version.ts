import * as v from 'valibot';
import { one } from './fact.ts';

/** What the API server says of itself (GET /version). */
export const kubernetesVersion = one({
  scope: 'cluster',
  reads: { kubernetesByDefault: ['get /version'] },
  after: ['cluster'],
  schema: v.object({ gitVersion: v.string(), major: v.string(), minor: v.string() }),
});
