import { unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation } from './derive.ts';

type Item = Stored<'defaultNamespaceObjects'>;

/** The API server's own Service: every cluster has it. */
const ownService = 'Service/kubernetes';
/** A CronJob's Pod has two controllers above it; a longer chain than this is nobody's but an attacker's. */
const deepest = 8;

/**
 * What stands in `default`, named by what controls it: a Deployment, not its ReplicaSets and Pods. Whoever may write there writes owner
 * references too: they can change under which name an object is listed, not whether one is.
 */
export const defaultNamespaceUse = derivation(
  'defaultNamespaceUse',
  ({ defaultNamespaceObjects }): Fact<'defaultNamespaceUse'> => {
    if (!defaultNamespaceObjects.known) return defaultNamespaceObjects;
    const { items, missing } = defaultNamespaceObjects;
    const present = new Map(items.map((item) => [nameOf(item), item]));
    const used = items.filter((item) => nameOf(item) !== ownService).map((item) => controllerOf(item, present));
    const [first] = missing;
    const complete = first === undefined ? (true as const) : unknown(first.why, first.action);
    return { known: true, value: { objects: [...new Set(used)].sort(), complete } };
  },
);

const nameOf = ({ kind, name }: Item): string => `${kind}/${name}`;

/** The last controller above an object; the object itself where the chain leads in a circle or to what would hide it. */
function controllerOf(object: Item, present: ReadonlyMap<string, Item>): string {
  let current = object;
  for (let level = 0; level < deepest; level += 1) {
    if (current.owner === undefined) return nameOf(current);
    if (current.owner === ownService) break;
    const owner = present.get(current.owner);
    if (owner === undefined) return current.owner;
    current = owner;
  }
  return nameOf(object);
}
