import * as v from 'valibot';
import { many, member } from './fact.ts';

/** What names a Region: it becomes part of addresses and of file names, so that nothing else may stand there. */
export const regionName = v.pipe(v.string(), v.regex(/^[a-z]{2,8}(-[a-z0-9]{1,16}){1,4}$/, 'is no name of a Region'));

/** The Regions that exist for an account (EC2 DescribeRegions with AllRegions). */
export const regions = many({
  scope: 'account',
  reads: { aws: ['ec2:DescribeRegions'] },
  item: 'region',
  none: 'this account has no Region',
  id: ({ name }) => ({ id: name }),
  schema: v.object({
    name: regionName,
    /** `opt-in-not-required` and `opted-in` Regions are enabled; a `not-opted-in` one is not. */
    optInStatus: member(v.string()),
  }),
});
