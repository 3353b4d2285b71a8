import { concurrency } from '../../shared/contract/concurrency.ts';
import type { FunctionName } from './fleet-assumptions.ts';

/** What can be set, or written otherwise: the knobs. */
export interface Design {
  /** The same seed gives the same run. */
  readonly seed: number;
  /** The share of the API's rate (`rate` of postern.yaml). */
  readonly rate: number;
  /** At the same time: accounts, Regions of an account, targets of a Region. */
  readonly accounts: number;
  readonly regions: number;
  readonly targets: number;
  /** Memory of each function. */
  readonly megabytes: Readonly<Record<FunctionName, number>>;
  /** Results that `publish` reads at the same time while it counts and renders. */
  readonly resultsAtOnce: number;
  /** Whether a Region without a cluster is a target of `scan` of its own, or `collect` writes its result. */
  readonly emptyRegionsScanned: boolean;
}

/** The deployment as it is. */
export const built: Design = {
  seed: 1,
  rate: 0.25,
  ...concurrency,
  megabytes: { plan: 512, collect: 1769, scan: 1024, publish: 2048 },
  resultsAtOnce: 1,
  emptyRegionsScanned: true,
};
