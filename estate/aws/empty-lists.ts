import type { Values } from './protocol.ts';
import type { Shape } from './schema.ts';

/**
 * An answer with every list that it leaves out as an empty one, at any depth. EC2 answers so (`<ipv6Ranges/>` in a rule without any), and
 * what is absent from an estate file is empty (contracts 3.3).
 */
export function withEmptyLists(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return shape.kind === 'list' ? [] : value;
  const item = shape.value?.shape;
  if (shape.kind === 'list' && item !== undefined && Array.isArray(value)) return value.map((one) => withEmptyLists(item, one));
  if (shape.kind !== 'structure') return value;
  const values = { ...(value as Values) };
  for (const [name, member] of shape.members) {
    const filled = withEmptyLists(member.shape, values[name]);
    if (filled !== undefined) values[name] = filled;
  }
  return values;
}
