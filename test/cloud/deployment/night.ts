import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RunId } from '../../../shared/contract/run-id.ts';
import { sealedRuns } from '../../../shared/store/manifest.ts';
import { type RunReader, readRun } from '../../../shared/store/run.ts';
import { invoke, type Result } from '../lambda/handlers.ts';
import { accountsEstate, settings } from './accounts.ts';
import { type Deployment, deploy } from './deployment.ts';
import { synthesize } from './synthesize.ts';

/** A log line of a function, as far as tests look at it. */
type Line = Readonly<Record<string, unknown>>;

/** The synthesized stack after one night, of which the schedule's event came twice. */
export interface Night {
  readonly deployment: Deployment;
  /** Of the test, to be written into; `remove`d in the end. */
  readonly folder: string;
  /** What was synthesized. */
  readonly assembly: string;
  readonly run: RunId;
  readonly sealed: RunReader;
  /** Calls a function directly, as the state machine or the HTTP API would. */
  call(name: string, event: unknown): Promise<Result>;
  /** What a function has logged so far. */
  lines(name: string): readonly Line[];
  close(): Promise<void>;
}

/** Synthesizes, deploys, and lets the night pass, in which one answer of a scanned account says to slow down. */
export async function startNight(): Promise<Night> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-night-'));
  const assembly = synthesize(join(folder, 'out'), settings, false);
  const deployment = await deploy({ assembly, estate: accountsEstate() });
  deployment.estate.faults.add({ kind: 'throttle', operation: 'GetAccountSummary', nth: 1 });
  const time = '2026-11-21T02:00:00Z';
  const executions = [deployment.schedule(time), deployment.schedule(time)];
  const ends = await Promise.all(executions.map(({ done }) => done));
  for (const end of ends) expect(end).toMatchObject({ status: 'SUCCEEDED' });
  const runs = await Array.fromAsync(sealedRuns(deployment.store));
  expect(runs).toHaveLength(1);
  const run = runs[0] as RunId;
  return {
    ...{ deployment, folder, assembly, run },
    sealed: (await readRun(deployment.store, run)) as RunReader,
    call: (name, event) => invoke(deployment.lambda, `postern-${name}`, event),
    lines: (name) =>
      deployment.lambda
        .log(`postern-${name}`)
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line)),
    close: async () => {
      await deployment.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
