import * as v from 'valibot';
import { expect, it, vi } from 'vitest';
import type { Derivation } from '../../shared/derive/derive.ts';
import { bench } from '../../shared/engine/facts.ts';
import { unknown } from '../../shared/facts/fact.ts';
import type { FactName } from '../../shared/facts/index.ts';

/** Derived facts that bound nothing, as issues to come will have: a value, and a list. */
vi.mock('../../shared/facts/index.ts', async (original) => {
  const { facts } = await original<typeof import('../../shared/facts/index.ts')>();
  const { one, many } = await import('../../shared/facts/fact.ts');
  const year = one({ scope: 'cluster', from: ['clock'], schema: v.number() });
  const items = { item: 'year', none: '', id: (id: number) => ({ id: `${id}` }) };
  return { facts: { ...facts, year, years: many({ scope: 'cluster', from: ['year'], schema: v.number(), ...items }) } };
});

const name = (text: string) => text as FactName & Derivation['name'];
const derivations: readonly Derivation[] = [
  { name: name('year'), compute: ({ clock }: { clock: { now: string } }) => new Date(clock.now).getUTCFullYear() },
  { name: name('years'), compute: ({ year }: { year: number }) => [year, year + 1] },
];
const derived = (clock: unknown) => bench({ clock } as never, derivations, [name('years')], () => {});
const clock = { known: true, value: { now: '2026-09-01T00:00:00Z' } };
const denied = unknown('no clock', 'set one');

it('a derivation that bounds nothing returns the value, or the items', () => {
  expect(derived(clock).get(name('year'))).toEqual({ known: true, value: 2026 });
  expect(derived(clock).get(name('years'))).toEqual({ known: true, items: [2026, 2027], missing: [] });
});

it('it does not run without its inputs: why they are unknown is passed on', () => {
  expect(derived(denied).get(name('years'))).toEqual(denied);
  expect(derived({ known: true, value: { now: denied } }).get(name('years'))).toEqual(denied);
});
