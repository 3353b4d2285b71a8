import { unreadSelfManaged } from './self-managed.ts';
import type { Snapshot } from './snapshot.ts';
import { clustersOf } from './targets.ts';

/** Names that were seen; only where that is all of them does "not there" follow from "not seen". */
interface Seen {
  readonly names: ReadonlySet<string>;
  readonly all: boolean;
}

/** What was there, for whoever asked for something by name. */
export interface PipelineOutcome {
  /** Regions that some account knows, enabled or not. */
  readonly regions: Seen;
  /** Clusters that some Region lists, whether or not they could be described. */
  readonly clusters: Seen;
  /** Whether every target was read whole. */
  readonly whole: boolean;
}

/** Takes the outcome down, snapshot by snapshot. */
export function noting(): { readonly outcome: PipelineOutcome; readonly note: (snapshot: Snapshot) => void } {
  const regions = { names: new Set<string>(), all: true };
  const clusters = { names: new Set<string>(), all: true };
  const outcome = { regions, clusters, whole: true };
  const note = (snapshot: Snapshot): void => {
    const { target, facts, ended } = snapshot;
    if (!isWhole(snapshot)) outcome.whole = false;
    if (target.kind === 'account') {
      if (facts.regions?.known) for (const { name } of facts.regions.items) regions.names.add(name);
      if (!facts.regions?.known || facts.regions.missing.length > 0) regions.all = clusters.all = false;
    }
    if (target.kind !== 'region' || ended?.status === 'skipped') return;
    if (!facts.clusters?.known || unreadSelfManaged(facts) !== undefined) clusters.all = false;
    for (const { name } of clustersOf({ plan: {} }, snapshot)) clusters.names.add(name);
  };
  return { outcome, note };
}

const isWhole = ({ facts, ended }: Snapshot): boolean =>
  ended?.status !== 'failed' &&
  Object.values(facts).every((fact) => fact.known && (!('missing' in fact) || fact.missing.length === 0));
