import * as v from 'valibot';
import { many } from './fact.ts';
import { workloads } from './workloads.ts';

const { specs, ...identity } = workloads.schema.entries;

/** What one level says to a workload: who asks for the level, at which version, and which controls refuse its pods. */
const asked = v.object({
  version: v.string(),
  /** `--pod-security`, or the label of its namespace. */
  by: v.string(),
  /** One for each specification of the workload; `says` is what the admission would say. */
  specs: v.array(
    v.object({ of: specs.item.entries.of, refused: v.array(v.object({ control: v.string(), says: v.string() })) }),
  ),
});

/**
 * Workloads as the Pod Security Standards judge them, at the levels that somebody asks for: the run's settings, else the labels of the
 * workload's namespace. The version of the API server decides what `latest` is; where that is not known, it is the newest that we know.
 */
export const podSecurity = many({
  scope: 'cluster',
  from: ['workloads', 'namespaces', 'settings', 'kubernetesVersion'],
  bounds: ['workloads', 'namespaces', 'kubernetesVersion'],
  item: workloads.item,
  none: workloads.none,
  id: (item) => workloads.id({ ...item, specs: [] }),
  schema: v.object({ ...identity, baseline: v.exactOptional(asked), restricted: v.exactOptional(asked) }),
});
