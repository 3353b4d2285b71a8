import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { NetworkFacts } from '../../shared/derive/exposure/exposure.ts';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { networkFactNames } from '../../shared/facts/exposures.ts';
import { unknown } from '../../shared/facts/fact.ts';
import { facts as definitions } from '../../shared/facts/index.ts';
import { expectGolden } from '../golden/golden.ts';
import { factsOf } from './facts-of.ts';
import { doubtsInWords, rowInWords } from './said.ts';
import { traps } from './walker/traps.ts';
import { worldOf } from './walker/world.ts';

const worlds = {
  direct: 'an open group on an instance in a public subnet',
  firewall: 'a gateway route table to a firewall, and back through it',
  application: 'a rule forwards, the default does not',
  network: 'one without groups: nothing filters what it takes',
  classic: 'a classic load balancer, across zones',
  chained: 'a network load balancer in front of an internal application load balancer',
};
const lost = unknown('it was not to be read', 'grant it');

/** The same facts, each time with another member of an item that could not be read. */
function* lostMembers(network: NetworkFacts): Generator<readonly [string, string, NetworkFacts]> {
  for (const name of networkFactNames) {
    const fact = network[name];
    const { schema, ...definition } = definitions[name];
    if (!fact.known) continue;
    const items: readonly object[] = 'items' in fact ? fact.items : [fact.value];
    for (const [i, item] of items.entries()) {
      const id = 'id' in definition ? (definition.id as (one: object) => { readonly id: string })(item).id : '';
      for (const member of Object.keys(item)) {
        const other = { ...item, [member]: lost };
        if (!v.is(schema, other)) continue;
        const changed = 'items' in fact ? { ...fact, items: items.with(i, other) } : { ...fact, value: other };
        yield [`${name} ${id}`, member, { ...network, [name]: changed }];
      }
    }
  }
}

test.each(Object.entries(worlds))(
  '%s: each member that could not be read is named by rows, or by what is unknown',
  async (key, name) => {
    const estate = traps.find((trap) => trap.name === name)?.estate;
    if (estate === undefined) throw new Error(name);
    const world = worldOf(estate);
    const options = { place: { partition: 'aws', ...world } };
    const judged = (network: NetworkFacts): readonly string[] => {
      const found = exposuresOf(network, options);
      return [...found.exposures.map(rowInWords), ...doubtsInWords(found).map((one) => `unknown: ${one}`)];
    };
    const network = await factsOf(world);
    const plain = judged(network);
    const said = [`# ${name}`, ...plain.map((line) => `  ${line}`)];
    for (const [item, member, other] of lostMembers(network)) {
      const found = judged(other);
      expect(found, `without ${member} of ${item}`).not.toEqual([]);
      const kept = plain.filter((line) => found.includes(line)).length;
      if (kept === plain.length && found.length === plain.length) continue;
      said.push(`${item} ${member}: ${kept} of ${plain.length} rows as they were`);
      for (const line of found.filter((one) => !plain.includes(one))) said.push(`  ${line}`);
    }
    expectGolden(`exposure/unread-members/${key}.txt`, `${said.join('\n')}\n`);
  },
);
