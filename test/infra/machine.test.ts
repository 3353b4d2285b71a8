import { describe, expect, test } from 'vitest';
import { definition } from '../../infra/definition.ts';
import { StatesError } from '../cloud/asl/errors.ts';
import { runStateMachine } from '../cloud/asl/execution.ts';
import { isObject, type Json } from '../cloud/asl/json.ts';
import { waits } from '../cloud/asl/try.ts';
import { memoryObjects, type Task } from '../cloud/asl/world.ts';

const values: Readonly<Record<string, string>> = {
  Partition: 'aws',
  ...Object.fromEntries(['Plan', 'Collect', 'Scan', 'Publish'].map((name) => [name, `arn:function:${name}`])),
};
/** With values as CloudFormation would put them in: the machine alone, without the stack around it. */
const machine = JSON.parse(
  JSON.stringify(definition(40)).replaceAll(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? name),
);
const run = '20261121T020000Z-00000001';
const start = { trigger: 'schedule', time: '2026-11-21T02:00:00Z' };
const begun = { begin: true, run, accounts: `runs/${run}/accounts.json` };

/** What a function answers to its payload. */
type Answer = (payload: Record<string, Json>) => Json;

/** Runs the machine over functions that only answer, and notes what each was called with. */
async function ran(functions: Partial<Record<'Plan' | 'Collect' | 'Scan' | 'Publish', Answer>>, accounts: string[] = ['1']) {
  const called: { name: string; payload: Json }[] = [];
  const answers: Record<string, Answer> = {
    Plan: () => begun,
    Collect: ({ region }) => (region === undefined ? { regions: [{ region: 'r-1' }] } : { targets: [{ cluster: 'c' }, {}] }),
    Scan: () => ({}),
    Publish: () => ({ sealed: true }),
    ...functions,
  };
  const invoke: Task = async (input) => {
    if (!isObject(input) || !isObject(input.Payload)) throw new Error('no payload');
    const [, name = ''] = /^arn:function:(.+)$/.exec(String(input.FunctionName)) ?? [];
    called.push({ name, payload: input.Payload });
    return { Payload: (answers[name] as Answer)(input.Payload as Record<string, Json>) };
  };
  const items = JSON.stringify(accounts.map((account) => ({ run, account })));
  const s3 = memoryObjects(new Map([[`Evidence/runs/${run}/accounts.json`, items]]));
  const { wait, seconds } = waits();
  const execution = await runStateMachine(machine, { input: start, tasks: { 'lambda:invoke': invoke }, s3, wait });
  const of = (name: string) => called.filter((call) => call.name === name).map(({ payload }) => payload);
  return { execution, called, of, seconds, written: [...s3.objects.keys()] };
}

const failing =
  (name: string): Answer =>
  () => {
    throw new StatesError(name, 'as the test wants it');
  };

describe('a run', () => {
  test('gives each function what it needs, down to clusters and the Region itself', async () => {
    const { execution, of, written } = await ran({});
    expect(execution.status).toBe('SUCCEEDED');
    expect(execution.output).toEqual({ sealed: true });
    expect(of('Plan')).toEqual([{ execution: execution.arn, start }]);
    expect(of('Collect')).toEqual([
      { run, account: '1' },
      { run, account: '1', region: 'r-1' },
    ]);
    expect(of('Scan')).toEqual([
      { run, account: '1' },
      { run, account: '1', region: 'r-1', cluster: 'c' },
      { run, account: '1', region: 'r-1' },
    ]);
    expect(of('Publish')).toEqual([{ run, execution: execution.arn }]);
    const results = written.filter((key) => key.startsWith(`Work/executions/${run}/`));
    expect(results.length).toBeGreaterThan(0);
  });

  test('without Regions or targets goes on', async () => {
    const none = await ran({ Collect: ({ region }) => (region === undefined ? { regions: [] } : { targets: [] }) });
    expect(none.execution.status).toBe('SUCCEEDED');
    expect(none.of('Scan')).toHaveLength(1);
  });

  test('of no accounts is published', async () => {
    const { of } = await ran({}, []);
    expect(of('Publish')).toHaveLength(1);
  });

  test('that was made before ends without another', async () => {
    const { execution, called } = await ran({ Plan: () => ({ begin: false, why: 'sealed', run }) });
    expect(execution.status).toBe('SUCCEEDED');
    expect(called.map(({ name }) => name)).toEqual(['Plan']);
  });

  test('waits for one that is under way, and plans again', async () => {
    let times = 0;
    const Plan: Answer = () => (++times < 3 ? { begin: false, why: 'busy', run } : begun);
    const { execution, of, seconds } = await ran({ Plan });
    expect(execution.status).toBe('SUCCEEDED');
    expect(of('Plan')).toHaveLength(3);
    expect(seconds).toEqual([120, 120]);
  });

  test('whose plan says what nobody understands fails', async () => {
    const { execution } = await ran({ Plan: () => ({ begin: false, why: 'moon', run }) });
    expect(execution.status).toBe('FAILED');
  });
});

describe('a failure', () => {
  test('of an account is published with the rest', async () => {
    const Collect: Answer = (payload) => {
      if (payload.account === '1') throw new StatesError('Runtime.ExitError', 'killed');
      return payload.region === undefined ? { regions: [{ region: 'r' }] } : { targets: [{}] };
    };
    const { execution, of } = await ran({ Collect }, ['1', '2']);
    expect(execution.status).toBe('SUCCEEDED');
    expect(of('Collect').filter((payload) => isObject(payload) && payload.account === '1')).toHaveLength(3);
    expect(of('Scan').every((payload) => isObject(payload) && payload.account === '2')).toBe(true);
    expect(of('Publish')).toHaveLength(1);
  });

  test.each(['Scan', 'Collect of a Region'])('of %s stops nothing beside it', async (what) => {
    const Scan = what === 'Scan' ? failing('Broken') : () => ({});
    const Collect: Answer = ({ region }) => {
      if (region === undefined) return { regions: [{ region: 'bad' }, { region: 'good' }] };
      if (what !== 'Scan' && region === 'bad') throw new StatesError('Broken', 'as the test wants it');
      return { targets: [{}] };
    };
    const { execution, of } = await ran({ Scan, Collect });
    expect(execution.status).toBe('SUCCEEDED');
    expect(of('Collect')).toContainEqual({ run, account: '1', region: 'good' });
    expect(of('Publish')).toHaveLength(1);
  });

  test('of Plan or Publish fails the execution, so that the lock is free and an alarm rings', async () => {
    expect((await ran({ Plan: failing('AccountsError') })).execution.status).toBe('FAILED');
    expect((await ran({ Publish: failing('StoreError') })).execution.status).toBe('FAILED');
  });

  test('to read the list of accounts is tried again, and then published: everything has failed', async () => {
    const { execution, of } = await ran({ Plan: () => ({ ...begun, accounts: 'nowhere' }) });
    expect(execution.status).toBe('SUCCEEDED');
    expect(of('Publish')).toHaveLength(1);
  });

  test('for what an event holds is not tried again, one of Lambda is', async () => {
    expect((await ran({ Scan: failing('EventError') })).of('Scan')).toHaveLength(3);
    expect((await ran({ Plan: failing('Lambda.TooManyRequestsException') })).of('Plan')).toHaveLength(11);
    expect((await ran({ Plan: failing('Lambda.ServiceException') })).of('Plan')).toHaveLength(7);
  });

  test('to get the lock back is waited for by Publish', async () => {
    let times = 0;
    const Publish: Answer = () => {
      if (++times < 4) throw new StatesError('BusyError', 'another run');
      return {};
    };
    const { execution, seconds } = await ran({ Publish });
    expect(execution.status).toBe('SUCCEEDED');
    expect(seconds).toEqual([120, 120, 120]);
  });
});
