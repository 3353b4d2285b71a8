import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LATEST, LOCK } from '../../shared/contract/keys.ts';
import { makeRunId, type RunId } from '../../shared/contract/run-id.ts';
import { latestRun, updateLatest } from '../../shared/stages/latest.ts';
import { beginRun, lockHolder, releaseLock, scheduledRun, takeLock } from '../../shared/stages/lock.ts';
import { sealRun } from '../../shared/store/manifest.ts';
import { executionArn, someExecutions } from './executions.ts';
import { bothStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof bothStores>>;
beforeAll(async () => {
  stores = await bothStores();
});
afterAll(() => stores?.close());

const now = new Date('2026-11-21T02:00:00Z');
const run = (number: number) => makeRunId(new Date(now.getTime() + number * 1000), number);
const names = Array.from({ length: 8 }, (_, index) => `e${index}`);

describe.each(['folder', 's3'] as const)('the lock in a store of the kind %s', (kind) => {
  const setUp = (states: Parameters<typeof someExecutions>[0] = {}) => {
    const store = stores[kind]();
    const executions = someExecutions(states);
    const take = (name: string, number = 1, at = now) =>
      takeLock({ store, executions, execution: executionArn(name), run: run(number), now: at });
    return { store, executions, take };
  };

  test('one of eight that take it at once gets it, and the others learn who', async () => {
    const { take } = setUp(Object.fromEntries(names.map((name) => [name, 'running'])));
    const got = await Promise.all(names.map((name, index) => take(name, index)));
    const winners = names.filter((_, index) => got[index] === 'taken');
    expect(winners).toHaveLength(1);
    for (const one of got) if (one !== 'taken') expect(one.execution).toBe(executionArn(winners[0] ?? ''));
  });

  test('one of eight takes it over once its holder has ended', async () => {
    const { take, executions } = setUp(Object.fromEntries([...names, 'old'].map((name) => [name, 'running'])));
    expect(await take('old', 99)).toBe('taken');
    expect(await take('e1')).toMatchObject({ run: run(99) });
    executions.states.old = 'ended';
    const got = await Promise.all(names.map((name, index) => take(name, index)));
    expect(got.filter((one) => one === 'taken')).toHaveLength(1);
  });

  test('its holder keeps it, however often it asks, and only its holder releases it', async () => {
    const { store, executions, take } = setUp({ a: 'running', b: 'running' });
    expect([await take('a'), await take('a')]).toEqual(['taken', 'taken']);
    expect(await releaseLock(store, executionArn('b'))).toBe(false);
    expect(await lockHolder(store, executions, now)).toMatchObject({ execution: executionArn('a') });
    expect([await releaseLock(store, executionArn('a')), await releaseLock(store, executionArn('a'))]).toEqual([true, false]);
    expect(await lockHolder(store, executions, now)).toBeUndefined();
    expect(await take('b')).toBe('taken');
  });

  test('an execution that is not known yet holds it for a while', async () => {
    const { take } = setUp({ b: 'running' });
    expect(await take('a')).toBe('taken');
    expect(await take('b', 2, new Date(now.getTime() + 14 * 60_000))).toMatchObject({ execution: executionArn('a') });
    expect(await take('b', 2, new Date(now.getTime() + 16 * 60_000))).toBe('taken');
  });

  test.each(['9999-12-31T23:59:59Z', '2026-11-21T02:16:00Z'])(
    'one that nobody knows does not hold it until %s',
    async (takenAt) => {
      const { store, take } = setUp({ b: 'running' });
      const holder = { execution: executionArn('nobody'), run: run(1), takenAt };
      await store.save(LOCK, Buffer.from(JSON.stringify({ schema: 'postern/lock@1', holder })));
      expect(await take('b', 2)).toBe('taken');
    },
  );

  test('the same run is begun once, however often it is asked for', async () => {
    const { store, executions } = setUp({ a: 'running', b: 'running', c: 'running' });
    const begin = (name: string) => beginRun({ store, executions, execution: executionArn(name), run: run(1), now });
    expect(await begin('a')).toEqual({ begin: true });
    expect(await begin('b')).toMatchObject({ begin: false, why: 'busy', holder: { run: run(1) } });
    executions.states.a = 'ended';
    expect(await begin('b')).toEqual({ begin: true });
    await sealRun(store, run(1), now, []);
    await releaseLock(store, executionArn('b'));
    expect(await begin('c')).toEqual({ begin: false, why: 'sealed' });
    expect(await lockHolder(store, executions, now)).toBeUndefined();
  });

  test.each(['', '{', '{"schema":"postern/lock@1","holder":{"execution":"arn:x","run":"../","takenAt":"now"}}'])(
    'what is no lock (%j) holds nothing',
    async (text) => {
      const { store, take } = setUp({ a: 'running' });
      await store.save(LOCK, Buffer.from(text));
      expect(await take('a')).toBe('taken');
    },
  );
});

describe.each(['folder', 's3'] as const)('the newest run in a store of the kind %s', (kind) => {
  const sealed = (number: number) => ({ run: run(number), sealedAt: now.toISOString() });

  test('is never an older one, whoever comes last', async () => {
    const store = stores[kind]();
    expect(await latestRun(store)).toBeUndefined();
    const update = async (number: number) => {
      await sealRun(store, run(number), now, []);
      return updateLatest(store, sealed(number));
    };
    await Promise.all([3, 1, 7, 5, 2, 6, 4].map(update));
    expect(await latestRun(store)).toBe(run(7));
    expect(await updateLatest(store, sealed(6))).toBe(false);
    expect(await updateLatest(store, sealed(7))).toBe(true);
  });

  test('replaces a run that was never sealed, whenever that may be', async () => {
    const store = stores[kind]();
    await updateLatest(store, { ...sealed(1), run: '99991231T235959Z-ffffffff' as RunId });
    expect(await updateLatest(store, sealed(1))).toBe(true);
    expect(await latestRun(store)).toBe(run(1));
  });

  test('replaces what is nothing of ours', async () => {
    const store = stores[kind]();
    await store.save(LATEST, Buffer.from('{"run":"../../x"}'));
    expect(await latestRun(store)).toBeUndefined();
    expect(await updateLatest(store, sealed(1))).toBe(true);
    expect(await latestRun(store)).toBe(run(1));
  });
});

test('a time of the schedule is one run, another time another', () => {
  expect(scheduledRun('2026-11-21T02:00:00Z')).toBe(scheduledRun('2026-11-21T02:00:00Z'));
  expect(scheduledRun('2026-11-21T02:00:00Z')).toMatch(/^20261121T020000Z-/);
  expect(scheduledRun('2026-11-22T02:00:00Z')).not.toBe(scheduledRun('2026-11-21T02:00:00Z'));
});
