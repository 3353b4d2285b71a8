import type { Call } from '../call.ts';
import { catalogueOf } from '../catalogue.ts';
import { at } from '../entities.ts';

/** Every item of a list of the caller's service, by the list's name or its operation's own. */
export function itemsOf({ service, data }: Pick<Call, 'service' | 'data'>, name: string): readonly unknown[] {
  const named = catalogueOf(service).named.get(name);
  const own = named && !named.entity ? data.get(service.name, named.operation.name) : undefined;
  if (Array.isArray(own)) return own;
  const inside = typeof own === 'object' && own !== null ? at(own, name) : undefined;
  if (Array.isArray(inside)) return inside;
  const names = named?.entity?.names ?? [name];
  return names.flatMap((n) => data.list(service.name, n));
}

/** Whether a list has an item with this value at a path; inside a list at the path, any of its values. */
export const hasItem = (call: Pick<Call, 'service' | 'data'>, list: string, path: string, value: unknown): boolean =>
  itemsOf(call, list).some((item) => at(item, path) === value);
