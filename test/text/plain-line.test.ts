import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainLine } from '../../shared/text/plain-line.ts';

test.each([
  ['a\u001b[2Jb\r\nc', 'a [2Jb c'],
  ['  padded\t', 'padded'],
  ['\u202eevil\u2066', 'evil'],
  ['zero\u200bwidth', 'zero width'],
  ['\ud800lone', 'lone'],
  ['plain – text', 'plain – text'],
])('%j becomes %j', (text, line) => {
  expect(plainLine(text, 100)).toBe(line);
});

test('is bounded, and never ends in half a character', () => {
  expect(plainLine('abcdef', 3)).toBe('abc…');
  expect(plainLine('ab😀d', 3)).toBe('ab…');
});

test('never holds what acts unseen', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (text, limit) => {
      const line = plainLine(text, limit);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(line.length).toBeLessThanOrEqual(limit + 1);
    }),
  );
});
