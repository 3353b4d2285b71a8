import type { Fact, Stored } from '../../facts/index.ts';
import { evaluate } from './evaluate.ts';
import type { Policy, PolicyVersion } from './policy.ts';

type Spec = Stored<'workloads'>['specs'][number];

/** A specification of a workload, and the controls that refuse it; none where it is allowed. */
export interface Refusal {
  readonly of: Spec['of'];
  readonly refused: { readonly control: string; readonly says: string }[];
}

/** What a policy says to each specification of a workload. */
export const refusals = (specs: readonly Spec[], policy: Policy, newest: PolicyVersion): Refusal[] =>
  specs.map(({ of, spec }) => ({
    of,
    refused: evaluate(spec, policy, { newest }).violations.map(({ control, says }) => ({ control, says })),
  }));

/** What the API server means by `latest`: its own minor version. Managed ones write `31+`. */
export function newestOf(version: Fact<'kubernetesVersion'>): PolicyVersion {
  const minor = version.known && version.value.major === '1' ? /^[0-9]{1,3}/.exec(version.value.minor)?.[0] : undefined;
  return minor === undefined ? 'latest' : `1.${Number(minor)}`;
}

/** A version as people read it. */
export const printed = (version: PolicyVersion): string => (version === 'latest' ? 'latest' : `v${version}`);
