import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forEachOf, inParts } from '../../shared/collect/each.ts';
import { gather, listFact } from '../../shared/collect/items.ts';
import { pages } from '../../shared/collect/pages.ts';

interface Page {
  readonly items: readonly unknown[];
  readonly next?: string;
}
const drain = async (ask: (token: string | undefined) => Promise<Page>): Promise<readonly unknown[]> => {
  const all: unknown[] = [];
  for await (const page of pages('x:List', ask, ({ next }) => next)) all.push(...page.items);
  return all;
};

test('all pages, in order, whatever their sizes; empty ones are not the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.nat()), { minLength: 1 }), async (sizes) => {
      const ask = async (token = '0'): Promise<Page> => {
        const next = Number(token) + 1;
        return { items: sizes[Number(token)] ?? [], ...(next < sizes.length && { next: String(next) }) };
      };
      expect(await drain(ask)).toEqual(sizes.flat());
    }),
  );
});

test('an empty token is the end', async () => {
  expect(await drain(async () => ({ items: [1], next: '' }))).toEqual([1]);
});

test('a list that goes in circles is refused, and so is one without end', async () => {
  const circle = async (token: string | undefined) => ({ items: [], next: token === 'a' ? 'b' : 'a' });
  await expect(drain(circle)).rejects.toThrow('EndlessList: x:List gives the same page token again');
  let count = 0;
  await expect(drain(async () => ({ items: [], next: `${count++}` }))).rejects.toThrow('more than 5000 pages');
});

const vpc = (id: string, isDefault = false) => ({ id, isDefault, ownerId: '1', cidrs: [], ipv6Cidrs: [], tags: {} });

test('an item that is listed twice is one; with other content it is missing', () => {
  const gathering = gather('vpcs');
  for (const item of [vpc('a'), vpc('b'), vpc('a'), vpc('b', true)]) gathering.add(item);
  expect(gathering.done()).toEqual({
    known: true,
    items: [vpc('a')],
    missing: [{ id: 'b', why: 'b is listed twice, with different content' }],
  });
});

async function* one(page: Page) {
  yield page;
}
const read = (page: Page) =>
  listFact('vpcs', 'ec2:DescribeVpcs', one(page), ['Vpcs', ({ items }) => items], (item, from) =>
    vpc(from.id(item.VpcId, 'VpcId')),
  );

test('an item without identity is missing under its position, and the others stand', async () => {
  expect(await read({ items: [{ VpcId: 'a' }, {}, null, { VpcId: 7 }, { VpcId: '' }] })).toMatchObject({
    items: [{ id: 'a' }],
    missing: [
      { id: 'Vpcs[1]', why: 'MalformedAnswer: ec2:DescribeVpcs gave no VpcId' },
      { id: 'Vpcs[2]', why: 'MalformedAnswer: ec2:DescribeVpcs gave a malformed item of Vpcs' },
      { id: 'Vpcs[3]', why: 'MalformedAnswer: ec2:DescribeVpcs gave a malformed VpcId' },
      { id: 'Vpcs[4]', why: 'MalformedAnswer: ec2:DescribeVpcs gave a malformed VpcId' },
    ],
  });
});

test('a page without its list is no page', async () => {
  await expect(read({ items: undefined as never })).rejects.toThrow('MalformedAnswer: ec2:DescribeVpcs gave no Vpcs');
});

test('work is done a few at a time, in order, and the first error ends it', async () => {
  let at = 0;
  let most = 0;
  const results = await forEachOf(
    Array.from({ length: 50 }, (_, i) => i),
    async (i) => {
      most = Math.max(most, ++at);
      await Promise.resolve();
      at--;
      return i * 2;
    },
    4,
  );
  expect(results).toEqual(Array.from({ length: 50 }, (_, i) => i * 2));
  expect(most).toBe(4);
  await expect(forEachOf([1, 2], () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await forEachOf([], () => Promise.reject(new Error('no')))).toEqual([]);
});

test('parts are all there is, none larger than asked', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 30 }), (all, size) => {
      const parts = inParts(all, size);
      expect(parts.flat()).toEqual(all);
      for (const part of parts) expect(part.length).toBeLessThanOrEqual(size);
    }),
  );
});
