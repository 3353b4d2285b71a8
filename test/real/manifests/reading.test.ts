import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { bounds } from '../../../shared/manifests/bounds.ts';
import { parseDocuments } from '../../../shared/manifests/parse.ts';
import { BUILD_TIME, goProgram } from '../kubernetes/go.ts';

interface Reading {
  readonly documents: readonly unknown[];
  readonly refused: string;
}

let decoder: string;
beforeAll(async () => {
  const folder = fileURLToPath(new URL('decoder', import.meta.url));
  decoder = await goProgram({ name: 'manifest-decoder', version: '0.36.3', sources: folder, module: folder });
}, BUILD_TIME);

const scalars = [
  ...'yes no on off y n Y True true FALSE null ~ 0777 0o17 0x1f 08 1_000 1e3 .5 5. +1 -0x1F 0b11 -0b11 1:30 2026-11-21'.split(
    ' ',
  ),
  ...'.nan .inf "yes" \'0777\' "a\\nb" ! a b ab-c << *x *y > | [] {} - ? a: # x:y http://a /b 0_ ._5 1e999 18446744073709551616'.split(
    ' ',
  ),
  ...['!!str yes', '!!int "012"', '!!binary aGk=', '!!float 3', '&x 1', '&y', '{a: 1}', '[yes, 0777, *x]'],
];
const scalar = fc.oneof(
  fc.constantFrom(...scalars),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefoxXeE+-._:~'), minLength: 1, maxLength: 6 }),
);
const indent = fc.constantFrom('', '', '  ', '    ');
const line = fc.oneof(
  fc
    .tuple(indent, fc.constantFrom('a', 'b', 'c', 'yes', '1', '<<', '"a"', '? a', '- a', '-', '&x a'), scalar)
    .map(([space, key, value]) => `${space}${key}: ${value}`),
  fc.tuple(indent, scalar).map(([space, value]) => `${space}- ${value}`),
  fc.tuple(indent, scalar).map(([space, value]) => `${space}${value}`),
  fc.constantFrom(
    '---',
    '--- # x',
    '--- {a: 1}',
    '# c',
    '',
    '---x',
    '...',
    ' ---',
    '%YAML 1.1',
    '{"a": 1}',
    '{"b": "\\u00e9"}',
  ),
  fc.constantFrom(
    'x: &x {a: 1, b: 2}',
    'y: &y [*x]',
    'z: {<<: *x, a: 3}',
    'z: {a: 3, <<: *x}',
    'w: {<<: [*x, {a: 5, c: 6}]}',
    'a: |\n  x\n  y',
  ),
);
const text = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => lines.join('\n'));

/** Members in order, whole numbers of any size as they come; of documents that are no object only that they are there. */
const comparable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, comparable(member)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};
const documentsOf = (documents: readonly unknown[]): readonly unknown[] =>
  documents.filter((one) => one !== null).map((one) => (typeof one === 'object' ? comparable(one) : 'no object'));

/** What we read of a text before the first document that we refuse, and whether there is one. */
function ours(stream: string): { readonly documents: readonly unknown[]; readonly refused: boolean } {
  const parsed = [...parseDocuments(stream, 'a.yaml', { values: bounds.values })];
  const first = parsed.findIndex((one) => 'problem' in one);
  const before = first < 0 ? parsed : parsed.slice(0, first);
  return { documents: documentsOf(before.map((one) => ('document' in one ? one.document.value : null))), refused: first >= 0 };
}

/**
 * The one rule that matters: what we take for an object is what kubectl takes for it. Where we refuse a document, kubectl may take it (it
 * drops what stands behind the end of a document); where kubectl refuses one, nothing of it is deployed.
 */
test('what kubectl would deploy of 30,000 random streams is what we judge, or refuse', () => {
  const texts = fc.sample(text, { numRuns: 30_000, seed: 22 });
  const readings = JSON.parse(
    execFileSync(decoder, { input: JSON.stringify(texts), maxBuffer: 2 ** 30 }).toString(),
  ) as readonly Reading[];
  const disagreements: unknown[] = [];
  let agreed = 0;
  for (const [index, stream] of texts.entries()) {
    const { documents, refused } = ours(stream);
    const theirs = documentsOf(readings[index]?.documents ?? []);
    const same = JSON.stringify(documents.slice(0, theirs.length)) === JSON.stringify(theirs.slice(0, documents.length));
    // They deploy what we have not judged, or we judge less than there is without a word.
    const passedOver = theirs.length > documents.length && !refused;
    if (!same || passedOver) disagreements.push({ stream, documents, theirs, refused: readings[index]?.refused });
    else if (!refused && readings[index]?.refused === '') agreed += 1;
  }
  expect(disagreements).toEqual([]);
  expect(agreed).toBeGreaterThan(3_000);
});
