import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../docs/', import.meta.url);
const page = readFileSync(new URL('threat-model.md', root), 'utf8');

/** Each link to a test, with the names of tests that are quoted after it. */
const proofs = [...page.matchAll(/\]\((\.\.\/test\/[\w./-]+)\)((?: "[^"]+",?)*)/g)].map(([, path = '', quoted = '']) => ({
  path,
  names: [...quoted.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name),
}));

test('the threat model names tests', () => {
  expect(proofs.length).toBeGreaterThan(20);
  expect(proofs.flatMap(({ names }) => names).length).toBeGreaterThan(30);
});

test.each(proofs)('$path has the tests that it is said to have', ({ path, names }) => {
  const file = new URL(path, root);
  expect(existsSync(file), path).toBe(true);
  const source = readFileSync(file, 'utf8');
  for (const name of names) expect(source).toContain(name);
});

test('every threat has a control and says what proves it', () => {
  const threats = page.split(/^\*\*(?=T\d+\. )/m).slice(1);
  expect(threats).toHaveLength(19);
  for (const [i, threat] of threats.entries()) {
    expect(threat).toMatch(new RegExp(`^T${i + 1}\\. `));
    expect(threat).toContain('*Control:*');
    expect(threat).toContain('*Proof:*');
  }
});
