import { readdirSync } from 'node:fs';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { derivations } from '../../shared/derive/index.ts';
import { type DerivedName, facts } from '../../shared/facts/index.ts';
import { derived } from './derived.ts';

const names = derivations.map(({ name }) => name);
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

it('the list is the derived facts, and the folder', () => {
  const derivedFacts = Object.entries(facts).flatMap(([name, fact]) => ('from' in fact ? [name] : []));
  expect([...names].sort()).toEqual(derivedFacts.sort());
  const files = readdirSync(new URL('../../shared/derive/', import.meta.url)).filter((file) => file.endsWith('.ts'));
  const others = ['derive.ts', 'index.ts'];
  expect(files.filter((file) => !others.includes(file)).sort()).toEqual(names.map((name) => `${kebab(name)}.ts`).sort());
});

it.each(names)('%s: the base gives a fact that keeps to its schema', (name: DerivedName) => {
  const fact = derived(name);
  expect(fact.known).toBe(true);
  expect(v.safeParse(facts[name].stored, fact).issues).toBeUndefined();
});

it.each(names)('%s: bounds only what it is derived from', (name: DerivedName) => {
  const definition = facts[name];
  const from: readonly string[] = definition.from;
  for (const bound of 'bounds' in definition ? definition.bounds : []) expect(from).toContain(bound);
});
