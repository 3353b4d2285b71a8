import * as v from 'valibot';
import { one } from './fact.ts';

/** The time at which the facts were collected, ISO 8601 in UTC: a replay judges as of then. */
export const clock = one({ scope: 'run', given: true, schema: v.object({ now: v.pipe(v.string(), v.isoTimestamp()) }) });
