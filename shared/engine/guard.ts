import { isUnknown, type Unknown } from '../facts/fact.ts';

/** Thrown when a judge or a derivation reads a member that is unknown: the engine turns it into `unknown`, nobody else catches it. */
export class UnknownMember extends Error {
  readonly unknown: Unknown;
  constructor(unknown: Unknown) {
    super(unknown.why);
    this.unknown = unknown;
  }
}

const guardedObjects = new WeakSet<object>();

/**
 * The same value, in which reading an unknown member throws UnknownMember. Parts without unknown members are returned as they are,
 * so that a list of 20,000 items that lacks nothing costs one walk and no copy.
 */
export function guard<T>(value: T): T {
  if (typeof value !== 'object' || value === null || guardedObjects.has(value)) return value;
  return (Array.isArray(value) ? guardList(value) : guardObject(value as Readonly<Record<string, unknown>>)) as T;
}

function guardList(list: readonly unknown[]): readonly unknown[] {
  const guarded = list.map(guard);
  return guarded.every((item, index) => item === list[index]) ? list : guarded;
}

function guardObject(object: Readonly<Record<string, unknown>>): object {
  const changed = new Map<string, PropertyDescriptor>();
  for (const name of Object.keys(object)) {
    const value = object[name];
    const guarded = isUnknown(value) ? undefined : guard(value);
    if (guarded !== value) changed.set(name, isUnknown(value) ? throwing(value) : { enumerable: true, value: guarded });
  }
  if (changed.size === 0) return object;
  const copy = Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(object), ...Object.fromEntries(changed) });
  guardedObjects.add(copy);
  return copy;
}

function throwing(unknown: Unknown): PropertyDescriptor {
  return {
    enumerable: true,
    get: () => {
      throw new UnknownMember(unknown);
    },
  };
}
