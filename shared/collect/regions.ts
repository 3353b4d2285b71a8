import { collector } from './collector.ts';
import { listFact } from './items.ts';
import { text } from './read.ts';

/** Not paged. */
export const regions = collector('regions', (context) => {
  async function* page() {
    yield await context.call('ec2', 'DescribeRegions', { AllRegions: true });
  }
  return listFact('regions', 'ec2:DescribeRegions', page(), ['Regions', ({ Regions }) => Regions], (region, from) => ({
    name: from.id(region.RegionName, 'RegionName'),
    optInStatus: from(text, region.OptInStatus, 'OptInStatus'),
  }));
});
