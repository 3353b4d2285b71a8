import * as v from 'valibot';
import { many, member } from './fact.ts';

/** The Regions that exist for an account (EC2 DescribeRegions with AllRegions). */
export const regions = many({
  scope: 'account',
  reads: { aws: ['ec2:DescribeRegions'] },
  item: 'region',
  none: 'this account has no Region',
  id: ({ name }) => ({ id: name }),
  schema: v.object({
    name: v.string(),
    /** `opt-in-not-required` and `opted-in` Regions are enabled; a `not-opted-in` one is not. */
    optInStatus: member(v.string()),
  }),
});
