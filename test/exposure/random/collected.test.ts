import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startEstate } from '../../../estate/server.ts';
import { collectedOf, collectFacts } from '../../../shared/collect/index.ts';
import { awsAt, contextAt } from '../../collect/estate.ts';
import { account, region } from '../walker/names.ts';
import { traps } from '../walker/traps.ts';
import { randomWorld } from './world.ts';

/** Every place in a fact that says that something is not known. */
function unknowns(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('known' in value && value.known === false) return [`${path}: ${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([name, one]) => unknowns(one, `${path}.${name}`));
}

const worlds = fc.sample(randomWorld, { numRuns: 6, seed: 11 });
const balanced = traps.filter(({ name }) => name.includes('load balancer')).slice(0, 2);

test.each([...worlds, ...balanced.map(({ estate }) => estate)])(
  'a real collector reads world %#, and misses nothing',
  async (estate) => {
    const server = await startEstate(estate, { kubernetes: false });
    try {
      const facts = await collectFacts(collectedOf('region'), contextAt(awsAt(server.url), account, region));
      expect(Object.entries(facts).flatMap(([name, fact]) => unknowns(fact, name))).toEqual([]);
      expect(Object.values(facts).flatMap((fact) => ('missing' in fact ? fact.missing : []))).toEqual([]);
    } finally {
      await server.close();
    }
  },
);
