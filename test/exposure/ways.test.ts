import { expect, test } from 'vitest';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { expectGolden } from '../golden/golden.ts';
import { factsOf } from './facts-of.ts';
import { rowInWords, wayInWords } from './said.ts';
import { traps } from './walker/traps.ts';
import { worldOf } from './walker/world.ts';

/** Whether something was added. */
const grows = <T>(set: Set<T>, items: readonly T[]): boolean => {
  const before = set.size;
  for (const item of items) set.add(item);
  return set.size > before;
};

test('each way of each trap is said in words: the rows, and step by step what no trap before it said', async () => {
  const said: string[] = [];
  const steps = new Set<string>();
  for (const { name, estate } of traps) {
    const world = worldOf(estate);
    const { exposures, unknown } = exposuresOf(await factsOf(world), { place: { partition: 'aws', ...world } });
    expect(unknown).toEqual([]);
    if (exposures.length > 0) said.push(`# ${name}`);
    for (const row of exposures) {
      const way = wayInWords(row);
      said.push(rowInWords(row), ...(grows(steps, way) ? [`  ${way.join(' > ')}`] : []));
    }
  }
  expectGolden('exposure/ways.txt', `${said.join('\n')}\n`);
});
