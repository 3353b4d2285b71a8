import type { Derivation } from '../../derive/derive.ts';
import { bench } from '../../engine/facts.ts';
import { isUnknown, unknown } from '../../facts/fact.ts';
import type { Fact, Stored } from '../../facts/index.ts';
import type { Plan } from '../plan.ts';
import { runFacts } from '../snapshot.ts';
import type { Stage } from '../stage.ts';
import type { ProbeRow } from './dials.ts';
import type { Prober } from './prober.ts';

type Exposures = Stored<'exposures'>;

/**
 * Tries what the internet reaches of a cluster, once it was collected and before its snapshot is written: exposures are derived for it, and
 * derived again when the cluster is judged.
 */
export const probingClusters =
  (prober: Prober, plan: Plan, derivations: readonly Derivation[], from: string | undefined): NonNullable<Stage['probe']> =>
  async (region, target, own) => {
    const facts = { ...region.facts, ...own, ...runFacts(plan, target) };
    // What fails by our own fault is noted when the cluster is judged, where it fails once more.
    const judged = bench(facts, derivations, ['exposures'], () => undefined);
    const exposures = judged.get('exposures') as Fact<'exposures'>;
    if (!exposures.known) return unknown(`not probed: ${exposures.why}`, exposures.action);
    const { partition = '', account = '', region: name = '' } = target;
    const { rows, complete } = exposures.value;
    const tried = await prober.tryRows({ partition, account, region: name }, facts, rows.map(rowOf));
    const [endpoint] = tried.endpoints.values();
    return {
      known: true,
      value: {
        ...(from !== undefined && { from }),
        items: [...tried.items.values()].flat(),
        endpoint:
          target.kind !== 'eks' ? 'not-eks' : (endpoint ?? (isUnknown(complete.endpoint) ? complete.endpoint : 'not-exposed')),
      },
    };
  };

const rowOf = ({ role, id, ...row }: Exposures['rows'][number]): ProbeRow => ({
  ...row,
  resource: { type: role === 'endpoint' ? 'eks-endpoint' : 'network-interface', id },
});
