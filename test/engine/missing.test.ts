import { expect, test } from 'vitest';
import { base, list } from '../../shared/checks/base.ts';
import { targetGroup } from '../../shared/checks/base-network.ts';
import { collectedMissing } from '../../shared/engine/missing.ts';
import { unknown } from '../../shared/facts/fact.ts';

const denied = unknown('AccessDenied: x', 'grant x');

test('a target that was read whole lacks nothing', () => {
  for (const scope of ['account', 'region', 'cluster']) expect(collectedMissing(base, scope)).toEqual([]);
});

test('a fact, an item of a list, and a member of an item, each with what to grant', () => {
  const item = { ...targetGroup, arn: 'b', health: denied };
  const facts = {
    vpcs: denied,
    subnets: list([], [{ id: 'a', why: 'gone' }]),
    targetGroups: list([targetGroup, item]),
    blockPublicAccess: { known: true as const, value: { mode: denied, exclusions: [] } },
  };
  expect(collectedMissing(facts, 'region')).toEqual([
    { fact: 'vpcs', why: 'AccessDenied: x', action: 'grant x' },
    { fact: 'subnets', item: 'a', why: 'gone' },
    { fact: 'targetGroups', item: 'b', why: 'AccessDenied: x', action: 'grant x' },
    { fact: 'blockPublicAccess', why: 'AccessDenied: x', action: 'grant x' },
  ]);
});

test('of members that are unknown for one reason the first is named, and those of another scope are not', () => {
  const items = ['a', 'b', 'c'].map((arn) => ({ ...targetGroup, arn, health: denied, crossZone: denied }));
  const facts = { targetGroups: list(items) };
  expect(collectedMissing(facts, 'region')).toMatchObject([{ fact: 'targetGroups', item: 'a' }]);
  expect(collectedMissing(facts, 'account')).toEqual([]);
});
