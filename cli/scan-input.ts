import type { AwsOptions } from '../shared/clients/aws.ts';
import type { Config } from '../shared/config/schema.ts';
import type { PipelineOutcome } from '../shared/stages/outcome.ts';
import type { Plan } from '../shared/stages/plan.ts';
import type { RunWriter } from '../shared/store/run.ts';
import type { Store } from '../shared/store/store.ts';
import type { ScopeOptions } from './options.ts';
import type { Selection } from './selection.ts';

/** Another AWS than the ordinary chain's: the demo's simulated one. */
export type AwsOverride = Partial<Pick<AwsOptions, 'endpoint' | 'credentials' | 'region'>>;

export interface ScanInput {
  readonly options: ScopeOptions;
  readonly config: Config;
  readonly selection: Selection;
  readonly store: Store;
  /** Whether targets are judged, or only read. */
  readonly judged: boolean;
  readonly aws?: AwsOverride;
}

export interface ScanOutput {
  readonly plan: Plan;
  readonly run: RunWriter;
  readonly outcome: PipelineOutcome;
  /** To be called when the run is sealed, where others look for it. */
  readonly sealed?: (at: Date) => Promise<unknown>;
}
