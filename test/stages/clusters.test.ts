import { expect, test } from 'vitest';
import type { Snapshot } from '../../shared/stages/snapshot.ts';
import { clustersOf } from '../../shared/stages/targets.ts';

type Facts = Extract<NonNullable<Snapshot['facts']['clusters']>, { readonly known: true }>;
const arnOf = (name: string) => `arn:aws:eks:eu-central-1:111122223333:cluster/${name}`;
const item = (name: string, arn = arnOf(name)) => ({ name, arn }) as Facts['items'][number];
const gone = { why: 'ResourceNotFoundException: no such cluster' };
const denied = { why: 'AccessDenied: eks:DescribeCluster' };

function listed(facts: Partial<Facts>, clusters?: string[]) {
  const region = {
    schema: 'postern/snapshot@1',
    target: { kind: 'region', partition: 'aws', account: '111122223333', region: 'eu-central-1' },
    facts: { clusters: { known: true, items: [], missing: [], ...facts } },
  } as const satisfies Snapshot;
  const plan = { ...(clusters === undefined ? {} : { clusters }) } as Parameters<typeof clustersOf>[0]['plan'];
  return clustersOf({ plan }, region);
}

test('clusters are listed once each, by their ARNs, described where they are', () => {
  const [b, a] = [item('b'), item('a')];
  expect(listed({ items: [b, a], missing: [{ id: arnOf('c'), ...denied }] })).toEqual([
    { name: 'a', arn: a.arn, described: a },
    { name: 'b', arn: b.arn, described: b },
    { name: 'c', arn: arnOf('c') },
  ]);
});

test('of two that answer with one ARN neither is believed: it is one target, named only', () => {
  const arn = arnOf('a');
  const items = [item('a'), item('b', arn)];
  expect(listed({ items })).toEqual([{ name: 'a', arn }]);
  // Whichever of the two was asked for, it is not left out.
  expect(listed({ items }, ['b'])).toEqual([{ name: 'a', arn }]);
  expect(listed({ items }, ['c'])).toEqual([]);
});

test('one that is described, and also missing, is named only; gone is what is gone in every respect', () => {
  const arn = arnOf('a');
  for (const reason of [denied, gone])
    expect(listed({ items: [item('a')], missing: [{ id: arn, ...reason }] })).toEqual([{ name: 'a', arn }]);
  const twice = (one: { readonly why: string }) => listed({ missing: [gone, one].map((why) => ({ id: arn, ...why })) });
  expect(twice(gone)).toEqual([{ name: 'a', arn, gone: gone.why }]);
  expect(twice(denied)).toEqual([{ name: 'a', arn }]);
});
