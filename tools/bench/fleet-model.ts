import { pooled } from '../../shared/stages/pool.ts';
import { assumed, events, type FunctionName, published } from './fleet-assumptions.ts';
import { virtualClock } from './fleet-clock.ts';
import type { Design } from './fleet-design.ts';
import type { Fleet, FleetAccount, FleetRegion } from './fleet-estate.ts';
import * as functions from './fleet-functions.ts';
import { createLambda, type FunctionUse, Throttled } from './fleet-lambda.ts';
import { excess, type ServiceUse, useOf } from './fleet-ledger.ts';
import { createWorld, type S3Use, type World } from './fleet-world.ts';

/** What a run came to. */
export interface Modelled {
  readonly seconds: { readonly plan: number; readonly accounts: number; readonly publish: number; readonly total: number };
  /** The longest time that any bucket needs by itself. */
  readonly floorSeconds: number;
  readonly services: readonly ServiceUse[];
  readonly functions: ReadonlyMap<FunctionName, FunctionUse>;
  readonly peakInvocations: number;
  readonly s3: S3Use;
  /** Charged ones: states entered, and a child each. */
  readonly transitions: number;
  readonly children: number;
  /** Of the machine's history. */
  readonly events: number;
  /** How far the machine's transitions were above Step Functions' own quota. */
  readonly overTransitions: number;
}

/** A run of a fleet in virtual time: the same fleet and design give the same numbers. */
export async function modelRun(fleet: Fleet, design: Design): Promise<Modelled> {
  const clock = virtualClock();
  const world = createWorld(clock, design);
  const machine = createMachine(world);
  const ends = { plan: 0, accounts: 0, publish: 0 };
  await clock.run(async () => {
    await machine.task('plan', () => functions.plan(world, fleet));
    await machine.choice();
    ends.plan = clock.now();
    await machine.distributed(fleet.accounts, design.accounts, (account) => child(world, machine, account));
    ends.accounts = clock.now();
    await machine.task('publish', () => functions.publish(world, fleet));
    ends.publish = clock.now();
  });
  const services = useOf(world.ledger, design.rate);
  const seconds = {
    plan: ends.plan / 1000,
    accounts: (ends.accounts - ends.plan) / 1000,
    publish: (ends.publish - ends.accounts) / 1000,
    total: ends.publish / 1000,
  };
  const floorSeconds = Math.max(0, ...services.map((service) => service.floorSeconds));
  return { seconds, floorSeconds, services, s3: world.s3, ...machine.used() };
}

/** One account: itself, then its Regions, then their targets, as the machine goes through them. */
async function child(world: World, machine: Machine, account: FleetAccount): Promise<void> {
  await machine.task('collect', () => functions.collectAccount(world, account));
  await machine.task('scan', () => functions.scanPlace(world));
  const regions = world.design.regionsFirst ? account.regions.filter(({ clusters }) => clusters > 0) : account.regions;
  await machine.map(regions, world.design.regions, (region) => inRegion(world, machine, account, region));
}

async function inRegion(world: World, machine: Machine, account: FleetAccount, region: FleetRegion): Promise<void> {
  await machine.task('collect', () => functions.collectRegion(world, account, region));
  const itself = region.clusters > 0 ? [() => functions.scanPlace(world, region)] : [];
  const clusters = Array.from({ length: region.clusters }, () => () => functions.scanCluster(world, account, region));
  await machine.map([...clusters, ...itself], world.design.targets, (scan) => machine.task('scan', scan));
}

type Machine = ReturnType<typeof createMachine>;

/** Step Functions: each state that is entered is a transition, and so is each child that is started. */
function createMachine({ clock, around, s3 }: World) {
  const lambda = createLambda(clock);
  const entered: number[] = [];
  let children = 0;
  let history = events.execution;
  let dispatched = 0;
  const enter = async (happenings: number): Promise<void> => {
    entered.push(clock.now());
    history += happenings;
    await clock.sleep(around(assumed.transition));
  };
  const task = async (name: FunctionName, work: () => Promise<void>): Promise<void> => {
    await enter(events.task);
    for (;;) {
      try {
        return await lambda.invoke(name, work);
      } catch (error) {
        if (!(error instanceof Throttled)) throw error;
        // Retry: a transition of its own, after a second.
        await clock.sleep(around(1000));
        await enter(events.task);
      }
    }
  };
  const map = async <T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> => {
    await enter(events.map + events.iteration * items.length);
    await pooled(items, atOnce, work);
  };
  const distributed = async <T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> => {
    await enter(events.mapRun);
    s3.gets += 1;
    await pooled(items, atOnce, async (item) => {
      dispatched = Math.max(dispatched + 1000 / published.childrenPerSecond, clock.now());
      await clock.sleep(dispatched - clock.now());
      children += 1;
      history += events.execution;
      entered.push(clock.now());
      await work(item);
    });
    // ResultWriter: a manifest, and a file for each way that children ended.
    s3.puts += 2;
  };
  const used = () => ({
    functions: lambda.use,
    peakInvocations: lambda.peak(),
    transitions: entered.length,
    children,
    events: history,
    overTransitions: excess(entered, published.transitions, 1),
  });
  return { task, map, distributed, choice: () => enter(events.other), used };
}
