import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../shared/checks/catalogue.ts';
import type { Check } from '../../shared/checks/check.ts';
import { checks } from '../../shared/checks/index.ts';
import { facts } from '../../shared/facts/index.ts';
import { headOf } from '../../tools/heads.ts';
import { allExamples } from './estate.ts';

const folder = new URL('../../shared/checks/', import.meta.url);
const areas = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const files = areas.flatMap(({ name }) =>
  readdirSync(new URL(`${name}/`, folder))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${name}/${file.slice(0, -'.ts'.length)}`),
);
const all: readonly Check[] = checks;
const ids = all.map(({ id }) => id);

describe('the list of checks', () => {
  it('is the folder: shared/checks/index.ts has a line for every file of an area, in order', () => {
    expect(ids).toEqual(files.filter((file) => !file.endsWith('.examples')).sort());
  });

  it('has no examples without a check', () => {
    const examples = files.filter((file) => file.endsWith('.examples')).map((file) => file.replace('.examples', ''));
    expect(examples.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('has a catalogue without words and judges: npm run docs writes it', () => {
    expect(catalogue).toEqual(checks.map(headOf));
  });

  it('names each check once', () => {
    expect(new Set(ids).size).toBe(ids.length);
  });
});

const examples = new Map((await allExamples()).map(({ check, examples }) => [check.id, examples]));

describe.each(all.map((check) => [check.id, check] as const))('%s', (id, check) => {
  it('has examples beside it: a pass, a failure and an unknown, each situation once', () => {
    expect(existsSync(new URL(`${id}.examples.ts`, folder)), `write shared/checks/${id}.examples.ts`).toBe(true);
    const own = examples.get(id) ?? [];
    const statuses = new Set(own.flatMap(({ expect }) => expect.map(({ status }) => status)));
    expect([...statuses]).toEqual(expect.arrayContaining(['pass', 'fail', 'unknown']));
    // Every cluster has a security group of its own.
    if (check.each !== undefined && check.each !== 'clusterSecurityGroups') expect([...statuses]).toContain('not-applicable');
    expect(new Set(own.map(({ says }) => says)).size).toBe(own.length);
  });

  it('says true things well', () => {
    expect(check.title).not.toMatch(/\.$|\n/);
    expect(check.why).toMatch(/\.$/);
    expect(check.fix.text).toMatch(/\.$/);
    expect(check.title.length).toBeLessThanOrEqual(90);
  });

  it('asks for facts that exist, of its own scope or a wider one', () => {
    const wider = { account: ['account', 'run'], region: ['region', 'run'], cluster: ['cluster', 'region', 'run'] }[
      check.scope
    ];
    for (const name of [...(check.each === undefined ? [] : [check.each]), ...check.needs]) {
      expect(Object.keys(facts)).toContain(name);
      expect(wider, `${name} is of scope ${facts[name].scope}`).toContain(facts[name].scope);
    }
  });

  it('is pure as far as its text shows', () => {
    const text = readFileSync(new URL(`${id}.ts`, folder), 'utf8');
    expect(text).not.toMatch(/Date\.now|new Date\(\)|Math\.random|process\.|console\.|async |await |JSON\.stringify/);
  });
});
