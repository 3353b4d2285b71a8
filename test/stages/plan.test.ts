import * as v from 'valibot';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../shared/config/defaults.ts';
import { makeRunId } from '../../shared/contract/run-id.ts';
import { makePlan, type PlanInput, planSchema } from '../../shared/stages/plan.ts';

const startedAt = new Date('2026-11-21T02:00:00Z');
const input: PlanInput = {
  runId: makeRunId(startedAt, 7),
  startedAt,
  version: '1.2.3',
  trigger: 'cli',
  partition: 'aws',
  caller: '222222222222',
  accounts: [{ id: '222222222222' }, { id: '111111111111', name: 'one' }, { id: '222222222222', name: 'two' }],
  checks: ['encryption/secrets'],
  frameworks: ['cis-eks-2.0.0'],
  narrowed: false,
  kubernetes: 'auto',
  settings: { ...defaultSettings, ownAccounts: ['333333333333', '111111111111'] },
};

test('accounts stand in order and once; the scanned ones are the owner’s, too', () => {
  const plan = makePlan(input);
  expect(plan.accounts).toEqual([
    { id: '111111111111', name: 'one' },
    { id: '222222222222', name: 'two' },
  ]);
  expect(plan.settings.ownAccounts).toEqual(['111111111111', '222222222222', '333333333333']);
  expect(plan.clock).toBe('2026-11-21T02:00:00.000Z');
});

test('a plan reads back as it was written', () => {
  const plan = makePlan({ ...input, regions: ['eu-central-1'], clusters: ['a'] });
  expect(v.parse(planSchema, JSON.parse(JSON.stringify(plan)))).toEqual(plan);
});

test.each([
  ['another schema', { schema: 'postern/plan@2' }],
  ['a time that is none', { clock: 'yesterday' }],
  ['an account that is none', { accounts: [{ id: '../..' }] }],
  ['a caller that is none', { caller: 'me' }],
  ['a partition that is none', { partition: 'aws/../' }],
  ['settings of another kind', { settings: { largeRange: 'none' } }],
  ['Regions, but none', { regions: [] }],
  ['clusters, but none', { clusters: [] }],
  ['a mode that is none', { kubernetes: 'maybe' }],
])('a plan with %s is none', (_, change) => {
  expect(v.safeParse(planSchema, { ...makePlan(input), ...change }).success).toBe(false);
});
