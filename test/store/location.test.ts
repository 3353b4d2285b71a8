import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StoreError } from '../../shared/store/error.ts';
import { parseLocation } from '../../shared/store/location.ts';
import { anyText } from './any-text.ts';

test.each([
  ['out', { kind: 'folder', folder: resolve('/work', 'out') }],
  ['../out', { kind: 'folder', folder: resolve('/out') }],
  ['/a b/c', { kind: 'folder', folder: resolve('/a b/c') }],
  ['C:\\out', { kind: 'folder', folder: resolve('/work', 'C:\\out') }],
  ['s3://reports', { kind: 's3', bucket: 'reports', prefix: '' }],
  ['s3://reports/', { kind: 's3', bucket: 'reports', prefix: '' }],
  ['s3://re.po-rts/nightly/eu/', { kind: 's3', bucket: 're.po-rts', prefix: 'nightly/eu' }],
])('%s', (text, expected) => {
  expect(parseLocation(text, '/work')).toEqual(expected);
});

test.each([
  '',
  'a\0b',
  's3://',
  's3://ab',
  's3://Reports',
  's3://re..ports',
  's3://10.0.0.1/a',
  's3://-reports',
  's3://reports//a',
  's3://reports/../other',
  's3://reports/a b',
  `s3://reports/${'a/'.repeat(200)}`,
  'https://bucket.s3.amazonaws.com/a',
  'S3://reports',
  'file:///etc',
])('refuses %j in one line', (text) => {
  expect(() => parseLocation(text, '/work')).toThrow(StoreError);
  expect(() => parseLocation(text, '/work')).toThrow(/^not a place for reports: .*$/);
});

test('any text is a location or a StoreError', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      try {
        parseLocation(`s3://${text}`, '/work');
      } catch (error) {
        expect(error).toBeInstanceOf(StoreError);
      }
    }),
  );
});
