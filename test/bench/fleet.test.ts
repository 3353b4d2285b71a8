import { describe, expect, test } from 'vitest';
import { definition } from '../../infra/definition.ts';
import { missedAims } from '../../tools/bench/fleet.ts';
import { assumed, published } from '../../tools/bench/fleet-assumptions.ts';
import { costOf, dollarsOf } from '../../tools/bench/fleet-cost.ts';
import { aims, built } from '../../tools/bench/fleet-design.ts';
import { makeFleet } from '../../tools/bench/fleet-estate.ts';
import { type Modelled, modelRun } from '../../tools/bench/fleet-model.ts';
import { runStateMachine } from '../cloud/asl/execution.ts';
import type { Json } from '../cloud/asl/json.ts';
import { memoryObjects } from '../cloud/asl/world.ts';

describe('one cluster in one account', () => {
  const one = makeFleet({ accounts: 1, clusters: 1, busyRegions: 1 });
  const design = { ...built, varies: false };

  test('costs what it does by hand', async () => {
    const organization = one.organization.reduce((sum, { calls }) => sum + calls, 0);
    const run = await modelRun(one, design);
    // Plan, Begin?, Accounts, Publish; the child; its two tasks and its Map; 17 Regions with a task and a Map each; a cluster and its Region.
    expect(run.transitions).toBe(4 + 1 + 3 + 17 * 2 + 2);
    expect([...run.functions].map(([name, { invocations }]) => [name, invocations])).toEqual([
      ['plan', 1],
      ['collect', 1 + 17],
      ['scan', 1 + 1 + 1],
      ['publish', 1],
    ]);
    const requests = Object.fromEntries(run.services.map(({ service, requests }) => [service, requests]));
    expect(requests).toMatchObject({
      // DescribeRegions; eleven lists in the Region with the cluster; instances in the others.
      ec2: 1 + 11 + 16,
      // Each Region's clusters; the cluster, its version, its two node groups and their list, the list of its pod identities.
      eks: 17 + 1 + 1 + 3 + 1,
      iam: 1,
      organizations: organization,
      // The role: each collect, and the scan of the cluster. Plan asks who it is.
      sts: 1 + 19,
    });
  });

  test('takes the time that it does by hand until it is planned', async () => {
    const { seconds, floorSeconds: floor } = await modelRun(one, design);
    const slow = published.megabytesOfProcessor / built.megabytes.plan;
    const page = assumed.compute.page * slow;
    const request = assumed.compute.request * slow;
    const { transition, invoke, environment, init, service, get, put, list, homeRoundTrip } = assumed;
    const start = transition + invoke + environment + init.plan;
    // New connections: three ways there and back.
    const listed = one.organization.reduce((sum, { calls }) => sum + calls, 0);
    const asked =
      2 * 3 * homeRoundTrip + service.sts + page + listed * (service.organizations + page) + (listed - 1) * homeRoundTrip;
    const written = 2 * get + 3 * put + list + 6 * request;
    expect(seconds.plan * 1000).toBeCloseTo(start + asked + written + transition, 6);
    // Organizations: 5 at once, then 2 a second.
    expect(floor).toBe((listed - 5) / 2);
  });
});

/** A machine without CloudFormation: its substitutions are names. */
const machine = (accountsAtOnce: number): unknown =>
  JSON.parse(
    JSON.stringify(definition(accountsAtOnce))
      .replaceAll(/\$\{Partition\}/g, 'aws')
      .replaceAll(/\$\{(\w+)\}/g, '$1'),
  );

test('the transitions and the history are those of the definition that is deployed', async () => {
  const fleet = makeFleet({ accounts: 3, clusters: 9 });
  const answer = (name: Json | undefined, payload: Readonly<Record<string, Json>>): Json => {
    if (name === 'Plan') return { begin: true, run: 'run', accounts: 'accounts.json' };
    const regions = fleet.accounts.find(({ id }) => id === payload.account)?.regions ?? [];
    const { clusters = 0 } = regions.find(({ name }) => name === payload.region) ?? {};
    if (name !== 'Collect') return {};
    if (payload.region === undefined) return { regions: regions.map(({ name }) => ({ region: name })) };
    const targets = Array.from({ length: clusters }, (_, index) => ({ cluster: String(index) }));
    // A Region without a cluster is judged by `collect`.
    return { targets: clusters === 0 ? [] : [...targets, {}] };
  };
  const s3 = memoryObjects(
    new Map([['Evidence/accounts.json', JSON.stringify(fleet.accounts.map(({ id }) => ({ run: 'run', account: id })))]]),
  );
  const outcome = await runStateMachine(machine(built.accounts), {
    input: { trigger: 'schedule', time: '2026-11-21T02:00:00Z' },
    s3,
    tasks: {
      'lambda:invoke': async (input) => {
        const { FunctionName, Payload } = input as { FunctionName: string; Payload: Record<string, Json> };
        return { Payload: answer(FunctionName, Payload), StatusCode: 200 };
      },
    },
  });
  expect(outcome.status).toBe('SUCCEEDED');
  const children = outcome.mapRuns.flatMap(({ units }) => units.flatMap(({ execution }) => execution ?? []));
  const histories = [outcome.history, ...children.map(({ history }) => history)];
  const modelled = await modelRun(fleet, built);
  expect(children).toHaveLength(modelled.children);
  expect(modelled.transitions - modelled.children).toBe(
    histories.reduce((entered, history) => entered + history.entered().length, 0),
  );
  expect(modelled.events).toBe(histories.reduce((events, history) => events + history.events.length, 0));
});

describe('a fleet', () => {
  const fleet = makeFleet({ accounts: 12, clusters: 120 });

  test('comes out the same for the same seed, and not for another', async () => {
    const [first, again, other] = await Promise.all([1, 1, 2].map((seed) => modelRun(fleet, { ...built, seed })));
    expect(again).toEqual(first);
    expect(other?.seconds).not.toEqual(first?.seconds);
  });

  test('stays within the account of Lambda, however many are let in', async () => {
    const many = makeFleet({ accounts: 60, clusters: 60 });
    const run = await modelRun(many, { ...built, accounts: 60, regions: 17, targets: 20 });
    expect(run.peakInvocations).toBe(published.concurrency);
    // Those that were turned away came again: nobody is lost.
    expect(run.functions.get('scan')?.invocations).toBe(60 * 2 + 60);
    expect(run.transitions).toBeGreaterThan(4 + 60 * (1 + 3 + 17 * 2) + 60);
  });

  test('never is above its share where scan begins without a burst, however close its clusters stand', async () => {
    const close = makeFleet({ accounts: 2, clusters: 60, busyRegions: 1 });
    const over = ({ services }: Modelled) => services.filter(({ overShare }) => overShare > 0).map(({ service }) => service);
    expect(over(await modelRun(close, { ...built, scanBurst: true }))).toEqual(['eks']);
    expect(over(await modelRun(close, built))).toEqual([]);
  });

  test('says of every aim that is missed by how much', async () => {
    const run = await modelRun(fleet, built);
    expect(missedAims(run, built)).toEqual([]);
    const slow = { ...run, seconds: { ...run.seconds, total: run.floorSeconds + 150 }, transitions: 20_000 };
    const functions = new Map([
      ['publish', { invocations: 1, coldStarts: 1, billedMilliseconds: 1e6, longestMilliseconds: 1e6 }],
    ] as const);
    const services = run.services.map((one) => ({ ...one, overShare: one.service === 'eks' ? 2 : 0 }));
    expect(missedAims({ ...slow, functions, services }, built)).toEqual([
      expect.stringContaining('150.0 s beyond'),
      expect.stringMatching(/^\$0\.\d{3}; under \$0\.25/),
      expect.stringContaining('eks: a bucket is 2.0 requests above our share'),
      'publish takes 1000.0 s, and Lambda ends it after 900',
    ]);
  });

  test('has a bill whose lines are its quantities times list prices', async () => {
    const run = await modelRun(fleet, built);
    const lines = costOf(run, built);
    for (const { quantity, price, dollars } of lines) expect(dollars).toBe(quantity * price);
    expect(dollarsOf(lines)).toBeGreaterThan(run.transitions * 25e-6);
    expect(dollarsOf(lines)).toBeLessThan(aims.dollars);
  });
});
