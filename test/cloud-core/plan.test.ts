import { expect, test } from 'vitest';
import type { Start } from '../../shared/contract/events.ts';
import { PLAN, runKey } from '../../shared/contract/keys.ts';
import type { RunId } from '../../shared/contract/run-id.ts';
import { releaseLock, scheduledRun } from '../../shared/stages/lock.ts';
import { type Asked, planCloud } from '../../shared/stages/plan-cloud.ts';
import { loadJson } from '../../shared/store/json.ts';
import { sealRun } from '../../shared/store/manifest.ts';
import { executionArn, someExecutions } from './executions.ts';
import { planOf, runNumber, startedAt } from './fleet.ts';
import { memoryStore } from './memory.ts';

const fleet = { '111111111111': {}, '222222222222': {} };
const schedule: Start = { trigger: 'schedule', time: '2026-11-21T02:00:00Z' };
const run = scheduledRun(schedule.time);

function planner(states: Parameters<typeof someExecutions>[0] = {}) {
  const { store } = memoryStore();
  const executions = someExecutions(states);
  const asked: Asked[] = [];
  const plan = (name: string, start: Start = schedule) =>
    planCloud({
      store,
      executions,
      execution: executionArn(name),
      now: startedAt,
      start,
      plan: async (one) => {
        asked.push(one);
        return { ...planOf(fleet, one.run), clock: new Date(startedAt.getTime() + asked.length).toISOString() };
      },
    });
  return { store, executions, asked, plan };
}

test('a run of the schedule is planned: its plan, and its accounts as items of work', async () => {
  const { store, asked, plan } = planner();
  const accounts = runKey(run, 'accounts.json');
  expect(await plan('a')).toEqual({ begin: true, run, accounts });
  expect(asked).toEqual([{ run, startedAt, trigger: 'schedule', scope: {} }]);
  expect(await loadJson(store, accounts, { maxBytes: 1e5 })).toEqual([
    { run, account: '111111111111' },
    { run, account: '222222222222' },
  ]);
});

test('a request is planned as it asks, under its own name', async () => {
  const { asked, plan } = planner();
  const start: Start = { trigger: 'request', run: runNumber(1), scope: { clusters: ['one'] } };
  expect(await plan('a', start)).toMatchObject({ begin: true, run: runNumber(1) });
  expect(asked).toMatchObject([{ run: runNumber(1), trigger: 'request', scope: { clusters: ['one'] } }]);
});

test('the same event twice is planned once; a run whose execution was stopped is taken over with its plan', async () => {
  const { store, executions, asked, plan } = planner({ a: 'running', b: 'running' });
  await plan('a');
  expect(await plan('b')).toMatchObject({ begin: false, why: 'busy', run, holder: { run, execution: executionArn('a') } });
  expect(await plan('a')).toMatchObject({ begin: true });
  executions.states.a = 'ended';
  expect(await plan('b')).toMatchObject({ begin: true, run });
  expect(asked).toHaveLength(1);
  expect(await loadJson(store, runKey(run, PLAN), { maxBytes: 1e5 })).toMatchObject({ clock: '2026-11-21T02:00:00.001Z' });
  await sealRun(store, run as RunId, startedAt, []);
  await releaseLock(store, executionArn('b'));
  expect(await plan('c')).toEqual({ begin: false, why: 'sealed', run });
});

test('a plan that comes late, its execution stopped meanwhile, writes over nothing that a run was made by', async () => {
  const { store } = memoryStore();
  const executions = someExecutions({ slow: 'running', next: 'running' });
  const slow = Promise.withResolvers<void>();
  const plan = (name: string, clock: string, wait?: Promise<void>) =>
    planCloud({
      ...{ store, executions, execution: executionArn(name), now: startedAt, start: schedule },
      plan: async (one) => {
        await wait;
        return { ...planOf(name === 'slow' ? {} : fleet, one.run), clock };
      },
    });
  const late = plan('slow', '2026-11-21T02:00:01.000Z', slow.promise);
  executions.states.slow = 'ended';
  await expect.poll(() => plan('next', '2026-11-21T02:00:02.000Z')).toMatchObject({ begin: true });
  const read = () =>
    Promise.all(['plan.json', 'accounts.json'].map((name) => loadJson(store, runKey(run, name), { maxBytes: 1e5 })));
  const before = await read();
  expect(before).toMatchObject([{ clock: '2026-11-21T02:00:02.000Z' }, [{}, {}]]);
  slow.resolve();
  await late;
  expect(await read()).toEqual(before);
});

test.each(['', '{', '{"schema":"postern/plan@1"}'])('what is no plan (%j) is written over', async (text) => {
  const { store, plan } = planner({ a: 'running' });
  await store.save(runKey(run, PLAN), Buffer.from(text));
  expect(await plan('a')).toMatchObject({ begin: true });
  expect(await loadJson(store, runKey(run, PLAN), { maxBytes: 1e5 })).toMatchObject({ run: { id: run } });
});
