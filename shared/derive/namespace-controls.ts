import { isUnknown, type Unknown } from '../facts/fact.ts';
import type { Fact } from '../facts/index.ts';
import { derivation } from './derive.ts';
import { byNamespace } from './workload/of-namespace.ts';

/** Each namespace with its own objects of each kind. What is there is certain, whatever else could not be read; that nothing is, is not. */
export const namespaceControls = derivation('namespaceControls', (inputs): Fact<'namespaceControls'> => {
  const { namespaces, settings } = inputs;
  if (!namespaces.known) return namespaces;
  if (!settings.known) return settings;
  const platform = new Set(settings.value.platformNamespaces);
  const quotasOf = byNamespace(inputs.resourceQuotas);
  const limitRangesOf = byNamespace(inputs.limitRanges);
  const policiesOf = byNamespace(inputs.networkPolicies);
  const workloadsOf = byNamespace(inputs.workloads);
  const items = namespaces.items.map(({ name, phase }) => {
    const workloads = workloadsOf(name);
    return {
      name,
      platform: platform.has(name),
      terminating: isUnknown(phase) ? phase : phase === 'Terminating',
      workloads: workloads.items.length > 0 ? workloads.items.length : (workloads.unread ?? 0),
      quotas: orUnread(quotasOf(name), (quota) => ({
        name: quota.name,
        scoped: quota.scoped,
        hard: Object.keys(quota.hard).sort(),
      })),
      limitRanges: orUnread(limitRangesOf(name), (range) => range.name),
      networkPolicies: orUnread(policiesOf(name), (policy) => policy.name),
    };
  });
  return { known: true, items, missing: namespaces.missing };
});

const orUnread = <T, R>(
  { items, unread }: { readonly items: readonly T[]; readonly unread?: Unknown },
  of: (item: T) => R,
): R[] | Unknown => (items.length === 0 && unread !== undefined ? unread : items.map(of));
