import type { ServiceName } from '../../shared/clients/sdk.ts';

/** What the functions of a run are called. */
export type FunctionName = 'plan' | 'collect' | 'scan' | 'publish';

/** What AWS publishes, as of writing: quotas by default, in us-east-1. */
export const published = {
  /** "Distributed Map": children a second that a Standard workflow starts. StartExecution itself has a bucket of 1,300 and 300 a second. */
  childrenPerSecond: 100,
  /** Step Functions quotas, StateTransition: bucket, and refill a second. 800 and 500 in most other Regions. */
  transitions: { burst: 5_000, perSecond: 1_500 },
  /** Lambda quotas: concurrent executions of an account; "Lambda scaling behavior": environments of a function every ten seconds. */
  concurrency: 1_000,
  environments: { burst: 1_000, perSecond: 100 },
  /** ListObjectsV2 gives this many keys a page. */
  keysOfPage: 1_000,
  /** Lambda: memory with which a function has one whole processor. */
  megabytesOfProcessor: 1_769,
} as const;

/** Milliseconds that nobody publishes: assumed, rather long than short. */
export const assumed = {
  /** From entering one state to entering the next, apart from what it waits for. */
  transition: 30,
  /** Between Step Functions and a function that is there. */
  invoke: 15,
  /** Making an environment, before its INIT phase: not billed. */
  environment: 150,
  /** INIT: 200 for the runtime, and importing the bundle as measured here on a busy machine, rounded up. Billed since August 2025. */
  init: { plan: 400, collect: 550, scan: 400, publish: 400 } satisfies Record<FunctionName, number>,
  /** S3 in the same Region, small objects. Its guidelines say 100 to 200 at worst. */
  get: 30,
  put: 60,
  list: 60,
  /** The service's own time for one answer, without the way to it. */
  service: {
    ec2: 150,
    eks: 90,
    'elastic-load-balancing': 100,
    'elastic-load-balancing-v2': 100,
    iam: 60,
    kms: 20,
    organizations: 100,
    sts: 40,
  } satisfies Record<ServiceName, number>,
  kubernetes: 40,
  /** There and back from us-east-1, by the beginning of a Region's name. */
  roundTrip: { us: 50, ca: 25, sa: 120, eu: 95, ap: 200 } as Readonly<Record<string, number>>,
  homeRoundTrip: 2,
  /**
   * Processor time at one whole processor: a request to S3, a snapshot read and checked, and each cluster in a Region's; a page of an
   * answer; a target judged; a result read; an object's digest; a line of a report. Snapshots, results and digests as measured.
   */
  compute: { request: 1.5, snapshot: 2, cluster: 1.2, page: 6, judge: 25, result: 2, digest: 1, line: 0.05 },
} as const;

/** Requests to a cluster's API, as `npm run bench` counts them. */
export const kubernetesRequests = 32;

/** List prices in US dollars, us-east-1, without free tiers, as of writing: docs/benchmarks.md says which of them a document confirmed. */
export const prices = {
  transition: 25 / 1e6,
  invocation: 0.2 / 1e6,
  gigabyteSecond: 0.0000133334,
  put: 0.005 / 1_000,
  get: 0.0004 / 1_000,
  kms: 0.03 / 10_000,
  logGigabyte: 0.5,
  trace: 5 / 1e6,
  message: 0.5 / 1e6,
  schedule: 1 / 1e6,
} as const;

/** Bytes of logs: lines of a function's invocation (platform and ours), and of an event of the machine's history at level ALL. */
export const logBytes = { invocation: 1_500, event: 600 } as const;

/** Events in the history of a Standard execution, by what happens: a task is entered, scheduled, started, succeeded, exited. */
export const events = { task: 5, map: 4, iteration: 2, mapRun: 6, other: 2, execution: 2 } as const;
