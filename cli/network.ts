import { type Command, Option } from 'commander';
import { type Aws, createAws } from '../shared/clients/aws.ts';
import { ordinaryCredentials, ordinaryRegion } from '../shared/clients/ordinary.ts';
import { sdk } from '../shared/clients/services.ts';
import { oneLine } from '../shared/report/text.ts';
import { liveNetwork } from '../shared/stages/exposure/live.ts';
import { type NetworkSource, NotThere } from '../shared/stages/exposure/place.ts';
import { snapshotNetwork } from '../shared/stages/exposure/snapshot.ts';
import { loadPlan } from '../shared/stages/snapshot.ts';
import { type Io, UsageError } from './io.ts';
import { addRateOption, addRegionOption } from './options.ts';
import { openSealedRun } from './place.ts';
import { callerOf, rateOf } from './scan.ts';

/** Flags of what judges a network. */
export interface NetworkOptions {
  readonly region: readonly string[];
  readonly snapshot?: string;
  readonly rate?: number;
}

export function addNetworkOptions(command: Command): Command {
  addRegionOption(command, 'every enabled Region, or all of the snapshot');
  const snapshot = new Option(
    '--snapshot <place>',
    'folder or s3://BUCKET/PREFIX that holds a run, or the run itself; no network',
  );
  return addRateOption(command.addOption(snapshot.conflicts('rate')));
}

/**
 * Hands the network that the flags mean to `use`: the caller's account as it is now, or a sealed run.
 * @throws UsageError for a Region or a cluster that is not there; AwsError, SnapshotError, StoreError
 */
export async function withNetwork<T>(
  io: Io,
  options: NetworkOptions,
  use: (source: NetworkSource, aws?: Aws) => Promise<T>,
): Promise<T> {
  const regions = options.region.length === 0 ? undefined : [...new Set(options.region)];
  const opened =
    options.snapshot === undefined ? await live(io, options, regions) : await sealed(io, options.snapshot, regions);
  try {
    return await use(opened.source, opened.aws);
  } catch (error) {
    throw error instanceof NotThere ? new UsageError(error.message) : error;
  } finally {
    opened.close();
  }
}

interface Opened {
  readonly source: NetworkSource;
  /** Where it is read live. */
  readonly aws?: Aws;
  readonly close: () => void;
}

async function live(io: Io, options: NetworkOptions, regions: readonly string[] | undefined): Promise<Opened> {
  const region = await ordinaryRegion();
  const aws = createAws(sdk, {
    region,
    credentials: ordinaryCredentials(region),
    rate: rateOf(options, {}),
    signal: io.signal,
  });
  try {
    const { account, partition } = await callerOf(aws);
    const note = (line: string) => io.err(`${oneLine(line)}\n`);
    return {
      source: liveNetwork({ aws, account, partition, regions, signal: io.signal, note }),
      aws,
      close: () => aws.close(),
    };
  } catch (error) {
    aws.close();
    throw error;
  }
}

async function sealed(io: Io, snapshot: string, regions: readonly string[] | undefined): Promise<Opened> {
  const run = await openSealedRun(io, snapshot);
  return { source: snapshotNetwork(run, await loadPlan(run), regions), close: () => undefined };
}
