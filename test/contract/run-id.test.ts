import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeRunId, parseRunId } from '../../shared/contract/run-id.ts';
import { anyText } from '../store/any-text.ts';

const date = fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true });
const random = fc.integer({ min: 0, max: 0xffff_ffff });

test('a run id reads as its time and 32 bits', () => {
  expect(makeRunId(new Date('2026-11-21T02:03:04.987Z'), 0xbeef)).toBe('20261121T020304Z-0000beef');
});

test('every run id parses, and sorts by its time', () => {
  fc.assert(
    fc.property(date, date, random, random, (a, b, n, m) => {
      const [first, second] = [makeRunId(a, n), makeRunId(b, m)];
      expect(parseRunId(first)).toBe(first);
      const [x, y] = [Math.floor(a.getTime() / 1000), Math.floor(b.getTime() / 1000)];
      if (x !== y) expect(first < second).toBe(x < y);
    }),
  );
});

test.each([
  '',
  '../20261121T020304Z-0000beef',
  '20261121T020304Z-0000beef/..',
  '20261121T020304Z-0000beef\n',
  '20261121T020304Z-0000BEEF',
  '20261121T020304Z-0000beef0',
  '20261121t020304z-0000beef',
  '20260230T020304Z-0000beef',
  '20261321T020304Z-0000beef',
  '20261121T240000Z-0000beef',
  '20261121T020360Z-0000beef',
  '٢٠٢٦١١٢١T020304Z-0000beef',
])('%j is no run id', (text) => {
  expect(parseRunId(text)).toBeUndefined();
});

test('no text but a run id parses', () => {
  fc.assert(fc.property(anyText, (text) => parseRunId(text) === undefined));
});

test.each([-1, 0.5, 2 ** 32, Number.NaN])('%d is not 32 bits', (n) => {
  expect(() => makeRunId(new Date(0), n)).toThrow(RangeError);
});

test('a date beyond the format is refused', () => {
  expect(() => makeRunId(new Date(Date.UTC(10_000, 0)), 1)).toThrow(RangeError);
  expect(() => makeRunId(new Date(Number.NaN), 1)).toThrow(RangeError);
});
