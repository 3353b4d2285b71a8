import { expect, test } from 'vitest';
import { checks } from '../../shared/checks/index.ts';
import { machineOf } from '../../shared/cloud/executions.ts';
import type { RunId } from '../../shared/contract/run-id.ts';
import { derivations } from '../../shared/derive/index.ts';
import { frameworks } from '../../shared/frameworks/index.ts';
import { json } from '../../shared/report/json.ts';
import { lockHolder, takeLock } from '../../shared/stages/lock.ts';
import { type DeploymentPublication, publishDeployment } from '../../shared/stages/publish-deployment.ts';
import { openReport } from '../../shared/stages/sealed-report.ts';
import { readRun } from '../../shared/store/run.ts';
import type { Store } from '../../shared/store/store.ts';
import { executionArn, someExecutions } from './executions.ts';
import { type Fleet, planOf, runNumber, startedAt, writeRun } from './fleet.ts';
import { memoryStore } from './memory.ts';

const fleet: Fleet = { '111111111111': { 'eu-central-1': ['one'] } };
const run = runNumber(1);
const [night, other] = [executionArn('night'), executionArn('other')];
const now = () => new Date(startedAt.getTime() + 3_600_000);

function publication(store: Store, executions: DeploymentPublication['executions']) {
  const told: string[] = [];
  const work: DeploymentPublication = {
    ...{ store, executions, checks, frameworks, derivations, now, version: '1' },
    formats: [{ name: 'json', render: json }],
    announcer: { announce: async ({ subject }) => void told.push(subject) },
    link: (id) => `postern remote download ${id}`,
    onSealed: (_, plan) => void told.push(`sealed ${plan.run.id}`),
  };
  return { work, told };
}

async function written(plan: Parameters<typeof planOf>[2] = {}): Promise<Store> {
  const { store } = memoryStore();
  await writeRun(store, fleet, planOf(fleet, run, plan));
  return store;
}

test('a run is published with the checks of its plan, and the lock is free afterwards', async () => {
  const store = await written({ checks: ['versions/support'], frameworks: [] });
  const executions = someExecutions({ night: 'running' });
  await takeLock({ store, executions, execution: night, run, now: now() });
  const { work, told } = publication(store, executions);
  expect(await publishDeployment(work, { run, execution: night })).toMatchObject({ run, announced: true, errors: 0 });
  expect(told).toEqual([`sealed ${run}`, expect.stringMatching(/^Postern: /)]);
  const reader = await readRun(store, run);
  const report = reader && (await openReport(reader));
  expect(Object.keys(report?.header.checks ?? {})).toEqual(['versions/support']);
  expect(report?.header.frameworks).toEqual([]);
  expect(await lockHolder(store, executions, now())).toBeUndefined();
});

test('an execution that was redriven takes the lock again; while another has it, nothing is published', async () => {
  const store = await written();
  const executions = someExecutions({ night: 'running', other: 'running' });
  const second: RunId = runNumber(2);
  await takeLock({ store, executions, execution: other, run: second, now: now() });
  const { work, told } = publication(store, executions);
  await expect(publishDeployment(work, { run, execution: night })).rejects.toMatchObject({
    name: 'BusyError',
    message: `run ${second} is under way: redrive this execution when that has ended`,
  });
  expect(told).toEqual([]);
  expect(await readRun(store, run)).toBeUndefined();
  executions.states.other = 'ended';
  expect(await publishDeployment(work, { run, execution: night })).toMatchObject({ announced: true });
});

test('the machine of an execution', () => {
  const machine = 'arn:aws:states:eu-central-1:111122223333:stateMachine:postern';
  expect(machineOf(executionArn('night'))).toBe(machine);
  expect(() => machineOf(machine)).toThrow(RangeError);
});
