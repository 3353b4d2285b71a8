import * as v from 'valibot';
import { regionName } from '../facts/regions.ts';
import { collector } from './collector.ts';
import { listFact } from './items.ts';
import { text } from './read.ts';
import { Refusal, Unidentified } from './reason.ts';

function named(name: string): string {
  if (v.is(regionName, name)) return name;
  throw new Unidentified('ec2:DescribeRegions gave a malformed RegionName');
}

/** Not paged. Every account has Regions that are always enabled: an answer without one is no answer, and would end a scan before it began. */
export const regions = collector('regions', async (context) => {
  async function* page() {
    yield await context.call('ec2', 'DescribeRegions', { AllRegions: true });
  }
  const fact = await listFact(
    'regions',
    'ec2:DescribeRegions',
    page(),
    ['Regions', ({ Regions }) => Regions],
    (region, from) => ({
      name: named(from.id(region.RegionName, 'RegionName')),
      optInStatus: from(text, region.OptInStatus, 'OptInStatus'),
    }),
  );
  if (fact.known && fact.missing.length === 0 && fact.items.every(({ optInStatus }) => optInStatus === 'not-opted-in'))
    throw new Refusal('MalformedAnswer: ec2:DescribeRegions: gave no enabled Region');
  return fact;
});
