import { expect, test } from 'vitest';
import { ACCOUNTS, runKey } from '../../shared/contract/keys.ts';
import { frameworks } from '../../shared/frameworks/index.ts';
import { fileFormats } from '../../shared/report/index.ts';
import { publishDeployment } from '../../shared/stages/publish-deployment.ts';
import { saveJson } from '../../shared/store/json.ts';
import type { Store } from '../../shared/store/store.ts';
import { virtualClock } from '../../tools/bench/fleet-clock.ts';
import { built } from '../../tools/bench/fleet-design.ts';
import * as functions from '../../tools/bench/fleet-functions.ts';
import { createWorld } from '../../tools/bench/fleet-world.ts';
import { executionArn, someExecutions } from '../cloud-core/executions.ts';
import { type Fleet, planOf, runNumber, startedAt, work, writeRun } from '../cloud-core/fleet.ts';
import { memoryStore } from '../cloud-core/memory.ts';

/** Counts requests as S3 charges for them: reads, and whatever writes or lists (a page each). */
function counting(store: Store) {
  const used = { gets: 0, puts: 0 };
  const counted: Store = {
    ...store,
    load: (key, options) => {
      used.gets += 1;
      return store.load(key, options);
    },
    save: (key, body, options) => {
      used.puts += 1;
      return store.save(key, body, options);
    },
    list: (prefix) => {
      used.puts += 1;
      return store.list(prefix);
    },
    listFolders: (folder) => {
      used.puts += 1;
      return store.listFolders(folder);
    },
  };
  return { used, store: counted };
}

const fleet: Fleet = {
  '111111111111': { 'eu-central-1': ['one', 'two', 'three'], 'us-east-1': [] },
  '222222222222': { 'eu-central-1': ['four'], 'us-east-1': [] },
};

test('publish sends as many requests to S3 as the model says, with a run before it to compare with', async () => {
  const { store } = memoryStore();
  const publish = async (over: Store, number: number) => {
    const run = runNumber(number);
    await writeRun(store, fleet, planOf(fleet, run));
    await saveJson(store, runKey(run, ACCOUNTS), []);
    await publishDeployment(
      {
        ...{ store: over, ...work, frameworks, version: '0', now: () => startedAt, executions: someExecutions() },
        formats: Object.entries(fileFormats).map(([name, render]) => ({ name, render })),
        announcer: { announce: async () => undefined },
        link: () => 'link',
        onSealed: () => undefined,
      },
      { run, execution: executionArn(`night-${number}`) },
    );
  };
  await publish(store, 1);
  const second = counting(store);
  await publish(second.store, 2);

  const clock = virtualClock();
  const world = createWorld(clock, built);
  const accounts = Object.entries(fleet).map(([id, regions]) => ({
    id,
    collect: [],
    regions: Object.entries(regions).map(([name, { length }]) => ({ name, clusters: length, collect: [], scan: [] })),
  }));
  await clock.run(() => functions.publish(world, { accounts, organization: [] }));
  expect(second.used).toEqual(world.s3);
});
