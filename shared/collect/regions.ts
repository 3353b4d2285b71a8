import * as v from 'valibot';
import { regionName } from '../facts/regions.ts';
import { collector } from './collector.ts';
import { listFact } from './items.ts';
import { text } from './read.ts';
import { Unidentified } from './reason.ts';

function named(name: string): string {
  if (v.is(regionName, name)) return name;
  throw new Unidentified('ec2:DescribeRegions gave a malformed RegionName');
}

/** Not paged. */
export const regions = collector('regions', (context) => {
  async function* page() {
    yield await context.call('ec2', 'DescribeRegions', { AllRegions: true });
  }
  return listFact('regions', 'ec2:DescribeRegions', page(), ['Regions', ({ Regions }) => Regions], (region, from) => ({
    name: named(from.id(region.RegionName, 'RegionName')),
    optInStatus: from(text, region.OptInStatus, 'OptInStatus'),
  }));
});
