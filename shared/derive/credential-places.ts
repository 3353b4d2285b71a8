import { configMaps as configMapDefinition } from '../facts/config-maps.ts';
import type { Fact } from '../facts/index.ts';
import { workloads as workloadDefinition } from '../facts/workloads.ts';
import { derivation } from './derive.ts';
import { compare } from './lists/order.ts';

const mostNamed = 10;

/** Which objects hold the same credential, by its fingerprint. */
export const credentialPlaces = derivation('credentialPlaces', ({ configMaps, workloads }): Fact<'credentialPlaces'> => {
  const objects = new Map<string, Set<string>>();
  const add = (fingerprint: string, id: string) => objects.set(fingerprint, (objects.get(fingerprint) ?? new Set()).add(id));
  if (configMaps.known)
    for (const item of configMaps.items)
      for (const { fingerprint } of item.credentials) add(fingerprint, configMapDefinition.id(item).id);
  if (workloads.known)
    for (const item of workloads.items)
      for (const { spec } of item.specs)
        for (const { fingerprint } of [spec, ...spec.containers].flatMap(({ credentials }) => credentials))
          add(fingerprint, workloadDefinition.id(item).id);
  const shared = [...objects]
    .filter(([, ids]) => ids.size > 1)
    .map(([fingerprint, ids]) => ({
      fingerprint,
      objects: [...ids].sort(compare).slice(0, mostNamed),
      count: ids.size,
    }));
  return { known: true, value: { shared: shared.sort((a, b) => compare(a.fingerprint, b.fingerprint)) } };
});
