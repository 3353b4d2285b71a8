import { isUnknown, type Unknown } from '../facts/fact.ts';

/** Thrown when a judge or a derivation reads a member that is unknown: the engine turns it into `unknown`, and only `suppose` wraps it. */
export class UnknownMember extends Error {
  readonly unknown: Unknown;
  /** The fact that it is a member of. */
  readonly fact: string;
  constructor(unknown: Unknown, fact: string) {
    super(unknown.why);
    this.unknown = unknown;
    this.fact = fact;
  }
}

const guardedObjects = new WeakSet<object>();

/**
 * The same value of a fact, in which reading an unknown member throws UnknownMember. Parts without unknown members are returned as they are,
 * so that a list of 20,000 items that lacks nothing costs one walk and no copy.
 */
export function guard<T>(value: T, fact: string): T {
  if (typeof value !== 'object' || value === null || guardedObjects.has(value)) return value;
  return (Array.isArray(value) ? guardList(value, fact) : guardObject(value as Readonly<Record<string, unknown>>, fact)) as T;
}

function guardList(list: readonly unknown[], fact: string): readonly unknown[] {
  const guarded = list.map((item) => guard(item, fact));
  return guarded.every((item, index) => item === list[index]) ? list : guarded;
}

function guardObject(object: Readonly<Record<string, unknown>>, fact: string): object {
  const changed = new Map<string, PropertyDescriptor>();
  for (const name of Object.keys(object)) {
    const value = object[name];
    const guarded = isUnknown(value) ? undefined : guard(value, fact);
    if (guarded !== value) changed.set(name, isUnknown(value) ? throwing(value, fact) : { enumerable: true, value: guarded });
  }
  if (changed.size === 0) return object;
  const copy = Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(object), ...Object.fromEntries(changed) });
  guardedObjects.add(copy);
  return copy;
}

function throwing(unknown: Unknown, fact: string): PropertyDescriptor {
  return {
    enumerable: true,
    get: () => {
      throw new UnknownMember(unknown, fact);
    },
  };
}
