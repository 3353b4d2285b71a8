import type { Cause } from '../../engine/facts.ts';
import type { CollectedName, FactsOfTarget } from '../../facts/index.ts';
import type { ListedCluster } from '../targets.ts';

/** A cluster as far as it takes to say which interfaces are its own. */
export interface ClusterFacts {
  readonly name: string;
  readonly arn?: ListedCluster['arn'];
  readonly facts: FactsOfTarget;
}

/** The network of a Region: its facts, as they are, and those of its clusters. */
export interface RegionNetwork {
  readonly facts: FactsOfTarget;
  readonly clusters: readonly ClusterFacts[];
  /** Why there is nothing of it. */
  readonly unread?: Cause;
}

/** A Region whose network can be read; without a Region, an account whose Regions are not known. */
export interface NetworkPlace {
  readonly partition: string;
  readonly account: string;
  readonly region?: string;
  /** What was to be read first. */
  readonly facts: FactsOfTarget;
  /** Why there is nothing of it, where that is known already. */
  readonly unread?: Cause | undefined;
  /** Reads all of it: with the facts of these clusters, or of those that can be had without a call. */
  readonly network: (clusters?: readonly string[]) => Promise<RegionNetwork>;
}

/** Where networks come from: AWS, or a run that was sealed. */
export interface NetworkSource {
  /** The places in order, with these facts of each. @throws NotThere */
  readonly places: (first: readonly CollectedName[]) => AsyncIterable<NetworkPlace>;
  /** How many may be read at the same time. */
  readonly atOnce: number;
}

/** Something that was asked for by name and is not there: one line that names it. */
export class NotThere extends Error {
  override readonly name = 'NotThere';
}
