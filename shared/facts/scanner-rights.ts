import * as v from 'valibot';
import { member, one } from './fact.ts';

/** What the scanner may do in a cluster beyond reading, of all that it asked about. */
export const scannerRights = one({
  scope: 'cluster',
  from: ['ownRights'],
  bounds: ['ownRights'],
  schema: v.object({
    /** How many rights it asked about. */
    asked: v.number(),
    /** Those that it has, as `verb resource`: `list secrets`. */
    allowed: v.array(v.string()),
    /** Whether it may do everything, everywhere. */
    everything: v.boolean(),
    /** True where each question was answered: to be read before it is said that it has no such right. */
    complete: member(v.literal(true)),
  }),
});
