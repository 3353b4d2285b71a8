import { concurrency } from '../../shared/contract/concurrency.ts';
import type { FunctionName } from './fleet-assumptions.ts';

/** What can be set, or written otherwise: the knobs. */
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
  /** Objects that `publish` reads at the same time: results while it counts and renders, all of them for the manifest. */
  readonly resultsAtOnce: number;
  readonly digestsAtOnce: number;
  /** Whether a function asks who it is at each invocation, or once in each environment; the member role is taken without asking. */
  readonly identityEachTime: boolean;
  /** Whether each `scan` begins with its share of the burst, as if nobody had used it before. Together they would pass the share. */
  readonly scanBurst: boolean;
  /** Whether a Region without a cluster is a target of `scan` of its own, or `collect` writes its result. */
  readonly emptyRegionsScanned: boolean;
  /** Whether `collect` of the account looks into all Regions first, and only those with clusters go through the machine. */
  readonly regionsFirst: boolean;
}

/** The deployment as it is: memory as infra/constructs/functions.ts gives it, at once as shared/stages/publish.ts and store/manifest.ts read. */
export const built: Design = {
  seed: 1,
  varies: true,
  rate: 0.25,
  ...concurrency,
  megabytes: { plan: 512, collect: 1024, scan: 768, publish: 2048 },
  resultsAtOnce: 16,
  digestsAtOnce: 32,
  identityEachTime: false,
  scanBurst: false,
  emptyRegionsScanned: false,
  regionsFirst: false,
};

/** What a run of 1,000 clusters in 100 accounts is to stay under; beyond the time that the API's rate alone asks for. */
export const aims = { secondsBeyond: 120, dollars: 0.25, longestMilliseconds: 900_000 } as const;

/** What could be done about what is missed; each beside all those before it. */
export const knobs: readonly { readonly name: string; readonly change: Partial<Design> }[] = [
  { name: 'as built', change: {} },
  { name: '5 targets of a Region at once', change: { targets: 5 } },
  {
    name: 'collect with 1,769 MB, scan with 1,024 MB',
    change: { megabytes: { ...built.megabytes, collect: 1769, scan: 1024 } },
  },
  { name: 'collect of the account looks into all Regions first', change: { regionsFirst: true } },
];

/** All of them but the last, which would be another machine. */
export const tuned: Design = Object.assign({}, built, ...knobs.slice(0, -1).map(({ change }) => change));
