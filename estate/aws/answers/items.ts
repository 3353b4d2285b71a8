import type { Call } from '../call.ts';
import { catalogueOf, listOf } from '../catalogue.ts';
import { own } from '../data.ts';
import { at } from '../entities.ts';

type Asked = Pick<Call, 'service' | 'data'>;

/** Every item of a list of the caller's service, by the list's name or under its operation's own. */
export function itemsOf(call: Asked, name: string): readonly unknown[] {
  const { service, data } = call;
  const named = catalogueOf(service).named.get(name);
  const mine = named && !named.entity ? under(call, named.operation.name) : undefined;
  return mine ?? (named?.entity?.names ?? [name]).flatMap((n) => data.list(service.name, n));
}

/** The items of the one list of an operation without required inputs, under its own name. */
export function under({ service, data }: Asked, operation: string): readonly unknown[] | undefined {
  const given = data.get(service.name, operation);
  const list = service.operations.get(operation);
  const name = list && listOf(list)?.name;
  const items = Array.isArray(given) ? given : name && at(given, name);
  return Array.isArray(items) ? items : undefined;
}

/** Whether a list has an item with this value at a path. */
export const hasItem = (call: Asked, list: string, path: string, value: unknown): boolean =>
  itemsOf(call, list).some((item) => at(item, path) === value);

/** What the file has under the operation's own name for the values of its required inputs. */
export function keyed({ data, operation, input, service }: Call, alternatives: readonly string[] = []): unknown {
  const given = data.get(service.name, operation.name);
  if (typeof given !== 'object' || given === null || operation.required.length === 0) return undefined;
  const key = operation.required.map((name) => String(input[name])).join('/');
  for (const k of [key, ...alternatives]) {
    const found = own(given as Readonly<Record<string, unknown>>, k);
    if (found !== undefined && found !== null) return found;
  }
  return undefined;
}
