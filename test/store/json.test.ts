import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StoreError } from '../../shared/store/error.ts';
import { jsonBytes, loadJson, parseJson, saveJson } from '../../shared/store/json.ts';
import { inFolder } from './in-folder.ts';

const limits = { maxBytes: 10_000, maxInflated: 20_000 };
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('JSON in a store', () => {
  test.each(['a.json', 'a.json.gz'])('%s comes back as it was saved', (key) =>
    inFolder(async (store) => {
      const value = { schema: 'x@1', list: [1, null, 'ä\u2028<'], nested: { constructor: 'a name like any other' } };
      await saveJson(store, key, value);
      expect(await loadJson(store, key, limits)).toEqual(value);
      await expect(saveJson(store, key, value, { ifNoneMatch: true })).rejects.toMatchObject({ kind: 'conflict' });
    }),
  );

  test('an absent object is undefined', () =>
    inFolder(async (store) => expect(await loadJson(store, 'a.json', limits)).toBeUndefined()));

  test('gzip holds neither the time nor the system: the same value is the same bytes', async () => {
    const packed = await jsonBytes('a.gz', { a: 1 });
    expect([...packed.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, expect.any(Number), 255]);
    expect(await jsonBytes('a.gz', { a: 1 })).toEqual(packed);
  });

  test.each<[string, string, Uint8Array, RegExp]>([
    ['a.json', 'corrupt', Buffer.from('{"a":'), /not JSON, or was cut short/],
    ['a.json', 'corrupt', Buffer.from(''), /not JSON, or was cut short/],
    ['a.json', 'corrupt', Buffer.from([0x22, 0xff, 0x22]), /not UTF-8/],
    ['a.json', 'corrupt', Buffer.from('{"a":[{"__proto__":{"admin":true}}]}'), /"__proto__"/],
    ['a.json', 'corrupt', Buffer.from('{"\\u005f_proto__":1}'), /"__proto__"/],
    ['a.json', 'corrupt', Buffer.from(deep(101)), /nested more than 100/],
    ['a.json', 'too-large', Buffer.alloc(10_001, '1'), /10001 bytes/],
    ['a.json.gz', 'corrupt', Buffer.from('{"a":1}'), /not gzip/],
    ['a.json.gz', 'corrupt', gzipSync('{"a":1}').subarray(0, 20), /cut short/],
    ['a.json.gz', 'corrupt', gzipSync('{"a":1').fill(0, 18, 22), /not gzip|cut short/],
    ['a.json.gz', 'too-large', gzipSync(Buffer.alloc(5_000_000, ' ')), /unpacks to more than 20000/],
  ])('%s that is %s names itself', (key, kind, body, says) =>
    inFolder(async (store) => {
      await store.save(key, body);
      const failed = loadJson(store, key, limits);
      await expect(failed).rejects.toMatchObject({ kind, message: expect.stringMatching(says) });
      await expect(failed).rejects.toThrow(store.where(key));
    }),
  );

  test('values are counted before they are made: those of any Region fit, and those of a bomb do not', async () => {
    const read = (text: string) => parseJson(Buffer.from(text), 'a.json', 'a.json', { maxBytes: 1 });
    const tooMany = { kind: 'too-large', message: 'cannot read a.json: it has more than 8000000 values' };
    await expect(read(`[${'[],'.repeat(4_000_000)}[]]`)).rejects.toMatchObject(tooMany);
    await expect(read(`[${'0,'.repeat(8_000_000)}0]`)).rejects.toMatchObject(tooMany);
    // Commas and brackets in texts are none, whatever stands before their end.
    const text = '\\",[{'.repeat(1_600_000);
    expect(await read(JSON.stringify([text, text]))).toEqual([text, text]);
  });

  test('what could not be loaded is not saved', async () => {
    for (const value of [undefined, { a: JSON.parse('{"__proto__":1}') }, JSON.parse(deep(101))])
      await expect(jsonBytes('a.json', value)).rejects.toMatchObject({ kind: 'corrupt' });
    await expect(jsonBytes('a.json', Array(8_000_001).fill(0))).rejects.toMatchObject({ kind: 'too-large' });
    await expect(jsonBytes('a.json', JSON.parse(deep(100)))).resolves.toBeDefined();
  });

  test('any bytes are a value or a StoreError of one line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('a.json', 'a.gz'), async (bytes, key) => {
        await parseJson(bytes, key, key, limits).catch((error: unknown) => {
          expect(error).toBeInstanceOf(StoreError);
          expect(String(error)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        });
      }),
    );
  });
});
