import { functionMegabytes } from '../../infra/function-sizes.ts';
import { concurrency } from '../../shared/contract/concurrency.ts';
import type { FunctionName } from './fleet-assumptions.ts';

/** What can be set, or written otherwise. */
export interface Design {
  /** The same seed gives the same run. */
  readonly seed: number;
  /** Whether times vary around their means. */
  readonly varies: boolean;
  /** The share of the API's rate (`rate` of postern.yaml). */
  readonly rate: number;
  /** At the same time: accounts, Regions of an account, targets of a Region. */
  readonly accounts: number;
  readonly regions: number;
  readonly targets: number;
  /** Memory of each function. */
  readonly megabytes: Readonly<Record<FunctionName, number>>;
  /** Whether each `scan` begins with its share of the burst, as if nobody had used it before. Together they would pass the share. */
  readonly scanBurst: boolean;
  /** Whether `collect` of the account looks into all Regions first, and only those with clusters go through the machine. */
  readonly regionsFirst: boolean;
}

/** The deployment as it is without a `postern.yaml`. */
export const built: Design = {
  seed: 1,
  varies: true,
  rate: 0.25,
  ...concurrency,
  megabytes: functionMegabytes,
  scanBurst: false,
  regionsFirst: false,
};

/** What a run of 1,000 clusters in 100 accounts is to stay under; beyond the time that the API's rate alone asks for. */
export const aims = { secondsBeyond: 120, dollars: 0.25, longestMilliseconds: 900_000 } as const;

/** What else could be set or written, each by itself. */
export const alternatives: readonly { readonly name: string; readonly change: Partial<Design> }[] = [
  { name: '5 targets of a Region at once', change: { targets: 5 } },
  {
    name: 'collect with 1,769 MB, scan with 1,024 MB',
    change: { megabytes: { ...built.megabytes, collect: 1_769, scan: 1_024 } },
  },
  { name: 'scan begins with its share of the burst', change: { scanBurst: true } },
  { name: 'collect of the account looks into all Regions first', change: { regionsFirst: true } },
];
