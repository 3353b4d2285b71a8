import { pooled } from '../../shared/stages/pool.ts';
import { assumed, kubernetesRequests, published } from './fleet-assumptions.ts';
import type { Fleet, FleetAccount, FleetRegion, Operation } from './fleet-estate.ts';
import { createInvocation, type Invocation, type World } from './fleet-world.ts';
import { home } from './measure.ts';

/** The account that the deployment is in. */
const hub = 'hub';
/** As collectors read: facts at a time (shared/collect/run.ts), and items of one fact that are described one by one (each.ts). */
const factsAtOnce = 4;
const describedAtOnce = 8;
/** As `publish` reads: results, for each pass (shared/stages/publish.ts), and objects for the manifest (shared/store/manifest.ts). */
const resultsAtOnce = 16;
const digestsAtOnce = 32;
const { compute } = assumed;

/** Takes the role in the account: a session for each invocation. */
const enter = (does: Invocation): Promise<void> => does.call(hub, home, 'sts');

/** Facts at a time; those of one fact one after the other, or, where each is an item of its own, eight at a time. */
async function read(does: Invocation, account: string, region: string, operations: readonly Operation[], part = 1) {
  await pooled(operations, factsAtOnce, async ({ service, operation, calls }) => {
    const count = Math.round(calls * part);
    const isItem = service === 'kms' || /^Describe(Cluster|Nodegroup)$/.test(operation);
    await pooled(Array(count).fill(0), isItem ? describedAtOnce : 1, () => does.call(account, region, service));
  });
}

/** Reads small objects of the run: the plan, snapshots of accounts and clusters; or finds that they are not there. */
async function load(does: Invocation, objects: number): Promise<void> {
  for (let object = 0; object < objects; object++) {
    await does.get();
    await does.compute(compute.snapshot);
  }
}

/** A Region's snapshot grows with its clusters. */
async function loadRegion(does: Invocation, { clusters }: FleetRegion): Promise<void> {
  await load(does, 1);
  await does.compute(compute.cluster * clusters);
}

/** The lock, whether the run is sealed, the plan (looked for, written), the list of accounts. */
export async function plan(world: World, fleet: Fleet): Promise<void> {
  const does = createInvocation(world, 'plan', 1);
  await does.call(hub, home, 'sts');
  for (const { calls } of fleet.organization)
    for (let call = 0; call < calls; call++) await does.call(hub, 'us-east-1', 'organizations');
  await takeLock(does);
  await does.list();
  await does.get();
  await does.put();
  await does.put();
}

/** Read, and written on the condition that it is as it was. */
async function takeLock(does: Invocation): Promise<void> {
  await does.get();
  await does.put();
}

export async function collectAccount(world: World, account: FleetAccount): Promise<void> {
  const does = createInvocation(world, 'collect', 1);
  // The plan, and its own snapshot, which is not there yet.
  await load(does, 2);
  await enter(does);
  await read(does, account.id, home, account.collect);
  await does.compute(compute.snapshot);
  await does.put();
  if (world.design.regionsFirst) await pooled(account.regions, describedAtOnce, (region) => look(does, account, region));
}

/** Whether there is anything in a Region; where there is nothing, its snapshot and result are written at once. */
async function look(does: Invocation, account: FleetAccount, region: FleetRegion): Promise<void> {
  await does.get();
  await enter(does);
  await does.call(account.id, region.name, 'eks');
  if (region.clusters > 0) return;
  await does.call(account.id, region.name, 'ec2');
  await does.put();
  await does.compute(compute.judge);
  await does.put();
}

export async function collectRegion(world: World, account: FleetAccount, region: FleetRegion): Promise<void> {
  const does = createInvocation(world, 'collect', 1);
  await load(does, 3);
  await enter(does);
  const first = (operation: string) => region.collect.filter((one) => one.operation === operation);
  await read(does, account.id, region.name, first('ListClusters'));
  await read(does, account.id, region.name, first('DescribeCluster'));
  const rest = region.collect.filter(({ operation }) => operation !== 'ListClusters' && operation !== 'DescribeCluster');
  await read(does, account.id, region.name, rest);
  await does.compute(compute.snapshot + compute.cluster * region.clusters);
  await does.put();
  // A Region without a cluster is judged as it is collected.
  if (region.clusters > 0) return;
  await does.compute(compute.judge);
  await does.put();
}

/** Judges an account, or a Region of it: the plan, the account's snapshot, the Region's. */
export async function scanPlace(world: World, region?: FleetRegion): Promise<void> {
  const does = createInvocation(world, 'scan', 1 / world.design.targets);
  await load(does, 2);
  if (region !== undefined) await loadRegion(does, region);
  await does.compute(compute.judge);
  await does.put();
}

export async function scanCluster(world: World, account: FleetAccount, region: FleetRegion): Promise<void> {
  const does = createInvocation(world, 'scan', 1 / world.design.targets);
  // The plan, the account's snapshot, its own, which is not there yet.
  await load(does, 3);
  await loadRegion(does, region);
  await enter(does);
  const nodeGroups = async (): Promise<void> => {
    for (const operation of region.scan) await read(does, account.id, region.name, [operation], 1 / region.clusters);
  };
  const kubernetes = async (): Promise<void> =>
    pooled(Array(kubernetesRequests).fill(0), factsAtOnce - 1, () => does.kubernetes(region.name));
  await Promise.all([nodeGroups(), kubernetes()]);
  await does.put();
  await does.compute(compute.judge);
  await does.put();
}

/**
 * As publishCloud does: completes the run (every snapshot is read, accounts and Regions four at a time), counts (every result), renders
 * each format (every result again), reads every object for the manifest, seals, compares with the run before, announces.
 */
export async function publish(world: World, { accounts }: Fleet): Promise<void> {
  const does = createInvocation(world, 'publish', 1);
  const clusters = accounts.flatMap(({ regions }) => regions).reduce((sum, region) => sum + region.clusters, 0);
  const targets = accounts.length + accounts.reduce((sum, { regions }) => sum + regions.length, 0) + clusters;
  const lists = async (keys: number): Promise<void> => {
    for (let page = 0; page < keys / published.keysOfPage; page++) await does.list();
  };
  await takeLock(does);
  await load(does, 1);
  await does.list();
  await lists(targets);
  await lists(targets);
  await pooled(accounts, 4, async ({ regions }) => {
    await load(does, 1);
    await pooled(regions, 4, async (region) => {
      await loadRegion(does, region);
      await load(does, region.clusters);
    });
  });
  await lists(targets);
  const passes = 1 + formats;
  for (let pass = 0; pass < passes; pass++)
    await pooled(Array(targets).fill(0), resultsAtOnce, async () => {
      await does.get();
      await does.compute(compute.result);
    });
  for (let format = 0; format < formats; format++) await does.put();
  // Besides a snapshot and a result of each: plan.json, accounts.json, the reports.
  const objects = 2 * targets + 2 + formats;
  await lists(objects);
  await pooled(Array(objects).fill(0), digestsAtOnce, async () => {
    await does.get();
    await does.compute(compute.digest);
  });
  await does.put();
  await announce(does, targets);
}

/** `report.json` and `report.html`. */
const formats = 2;

/** Both runs' manifests and reports (twice each, line by line), the plan of the one before, latest.json; the note of the message, the lock. */
async function announce(does: Invocation, targets: number): Promise<void> {
  for (let object = 0; object < 8; object++) await does.get();
  for (let list = 0; list < 4; list++) await does.list();
  await does.compute(4 * targets * compute.line);
  for (let object = 0; object < 2; object++) await does.put();
  await takeLock(does);
}
