import { type Budget, bounds, ManifestError } from './bounds.ts';
import type { Json } from './values.ts';

/**
 * A JSON text as a value, within the bounds. Of members that stand twice the last counts, as with kubectl. @returns undefined where it is no
 * JSON @throws ManifestError beyond the bounds
 */
export function jsonIn(text: string, budget: Budget): Json | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  budget.values -= counted(parsed, 0);
  if (budget.values < 0) throw new ManifestError(`more than ${bounds.values} values in all`, 0, 'name fewer files');
  return parsed as Json;
}

/** How many values there are; members named `__proto__` are removed on the way: no object of Kubernetes has one. */
function counted(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  if (depth > bounds.depth) throw new ManifestError(`nested deeper than ${bounds.depth} levels`, 0);
  if (!Array.isArray(value)) Reflect.deleteProperty(value, '__proto__');
  let sum = 1;
  for (const one of Object.values(value)) sum += counted(one, depth + 1);
  return sum;
}
