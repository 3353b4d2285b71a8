import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bounded, inertJson, oneLine, visible, visibleLines } from '../../shared/report/text.ts';
import { hostileExamples, hostileString, longExamples } from './hostile.ts';

const hazard = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** What peers were attacked with, by number, whatever Unicode's tables say. */
const ranges = [
  [0, 0x1f],
  [0x7f, 0x9f],
  [0x61c, 0x61c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x2069],
  [0xfeff, 0xfeff],
] as const;
const dangerous = (text: string): boolean =>
  [...text].some((character) =>
    ranges.some(([from, to]) => character >= String.fromCharCode(from) && character <= String.fromCharCode(to)),
  );

test('hazards are shown, not dropped', () => {
  expect(visible('\u001b[31mred')).toBe('\\u{1b}[31mred');
  expect(visible('\u202etxt')).toBe('\\u{202e}txt');
  expect(visible('a\nb\tc')).toBe('a\\u{a}b\\u{9}c');
  expect(visibleLines('a\nb\tc\r')).toBe('a\nb\tc\\u{d}');
  expect(visible('\ud800')).toBe('\\u{d800}');
});

test('ordinary text of any script stays as it is', () => {
  for (const text of ['naïve', 'Grüße, 東京, مرحبا, שלום', '😀', 'arn:aws:eks:eu-west-1:1:cluster/a', 'a\u0301'])
    expect(visible(text)).toBe(text);
});

test('no hazard is left in any string, and doing it again changes nothing', () => {
  fc.assert(
    fc.property(hostileString, (text) => {
      expect(visible(text)).not.toMatch(hazard);
      expect(dangerous(visible(text))).toBe(false);
      expect(visible(visible(text))).toBe(visible(text));
    }),
  );
});

test('a bound is kept, is marked, and never halves a character', () => {
  expect(bounded('abc', 3)).toBe('abc');
  expect(bounded('abcd', 3)).toBe('abc…');
  expect(bounded('ab😀d', 3)).toBe('ab…');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(10), (text, limit) => {
      expect(bounded(text, limit).isWellFormed()).toBe(true);
      expect(bounded(text, limit).length).toBeLessThanOrEqual(Math.max(text.length, limit + 1));
    }),
  );
  expect(oneLine('x'.repeat(100_000)).length).toBe(501);
});

test('JSON parses to what it was made of, and is inert wherever it is put', () => {
  for (const text of [...hostileExamples, ...longExamples]) expect(JSON.parse(inertJson(text))).toBe(text);
  fc.assert(
    fc.property(fc.dictionary(hostileString, hostileString), (value) => {
      const text = inertJson(value);
      expect(JSON.parse(text)).toEqual(value);
      expect(text).not.toMatch(hazard);
      expect(text).not.toContain('<');
    }),
  );
});
