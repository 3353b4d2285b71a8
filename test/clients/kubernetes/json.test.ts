import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonError, parseJson } from '../../../shared/clients/kubernetes/json.ts';

const BOUNDS = { maxDepth: 64, maxValues: 1000 };
const parse = (text: string, bounds = BOUNDS) => parseJson(Buffer.from(text), bounds);

describe('parseJson', () => {
  test('reads all JSON that JSON.stringify writes', () => {
    const noPollution = (value: unknown) => !JSON.stringify(value).includes('__proto__');
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }).filter(noPollution), (value) => {
        const text = JSON.stringify(value);
        expect(parse(text, { maxDepth: 64, maxValues: 1e6 })).toEqual(JSON.parse(text));
      }),
    );
  });

  test('gives a value or a JsonError for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          parseJson(bytes, BOUNDS);
        } catch (error) {
          expect(error).toBeInstanceOf(JsonError);
        }
      }),
    );
  });

  test('takes 64 levels and not 65, brackets in strings aside', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(() => parse(nested(64))).not.toThrow();
    expect(() => parse(nested(65))).toThrow('nested deeper than 64 levels');
    expect(parse(JSON.stringify(`\\"${'['.repeat(100)}`))).toContain('[[');
  });

  test('ends a million levels without a stack', () => {
    expect(() => parse('{"a":'.repeat(1e6))).toThrow(JsonError);
  });

  test('counts values before it builds them', () => {
    expect(() => parse(`[${'{},'.repeat(1000)}{}]`)).toThrow('more than 1000 values');
  });

  test.each([
    '{"__proto__":{"polluted":1},"a":1}',
    '{"\\u005f_proto__":{"polluted":1},"a":1}',
    '{"__p\\u0072oto__":{"polluted":1},"a":1}',
  ])('drops the key of %s', (text) => {
    const value = parse(text) as object;
    expect(Reflect.ownKeys(value)).toEqual(['a']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test('says what is wrong without quoting the text', () => {
    expect(() => parse('{"secret-canary"')).toThrow(/^not JSON$/);
    expect(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22), BOUNDS)).toThrow(/^not UTF-8$/);
  });
});
