import { type Call, texts } from '../call.ts';
import { memberFor } from '../catalogue.ts';
import { missingEc2, missingElb, missingElbv2 } from '../missing.ts';
import type { ServiceError, Values } from '../protocol.ts';
import type { Shape } from '../schema.ts';
import { filterItems } from './filters.ts';

/** Inputs that say how to answer, not what. */
const manner = new Set([
  'NextToken',
  'nextToken',
  'Marker',
  'marker',
  'MaxResults',
  'maxResults',
  'PageSize',
  'MaxItems',
  'Limit',
  'limit',
]);
manner.add('Filters').add('Filter').add('DryRun').add('include');

/** ELB's `Names` are of whatever the operation describes. */
const renamed: Readonly<Record<string, string>> = {
  'DescribeLoadBalancers.Names': 'LoadBalancerName',
  'DescribeTargetGroups.Names': 'TargetGroupName',
  'DescribeTargetGroups.LoadBalancerArn': 'LoadBalancerArns',
  'DescribeImages.Owners': 'OwnerId',
  'DescribeSnapshots.OwnerIds': 'OwnerId',
};

/**
 * The items of a list that a request asks for: by ids, by members of the same name as an input, and by filters.
 * @param except inputs that were honoured already
 * @throws the service's error for an id that no item has
 */
export function selectItems(
  call: Call,
  shape: Shape,
  items: readonly unknown[],
  except: readonly string[] = [],
): readonly unknown[] {
  let left = items;
  for (const [name, value] of Object.entries(call.input)) {
    if (manner.has(name) || except.includes(name)) continue;
    const member = renamed[`${call.operation.name}.${name}`] ?? memberFor(shape, name)?.name;
    if (member === undefined) continue;
    const wanted = typeof value === 'string' ? [value] : texts(value);
    if (wanted.length > 0) left = byValues(call, name, member, left, wanted);
  }
  return filterItems(call, shape, left);
}

function byValues(
  call: Call,
  input: string,
  member: string,
  items: readonly unknown[],
  wanted: readonly string[],
): readonly unknown[] {
  const meant = /^Owner/.test(input) ? wanted.map((w) => (w === 'self' ? call.account : w)) : wanted;
  const found = items.filter((item) => valuesOf(item, member).some((v) => meant.includes(v)));
  if (!isIds(input, call)) return found;
  for (const id of wanted) if (!found.some((item) => valuesOf(item, member).includes(id))) throw missing(call, input, id);
  return found;
}

const valuesOf = (item: unknown, member: string): readonly string[] => {
  const value = (item as Values | null)?.[member];
  return Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)];
};

/** Lists of names and ids must all exist; other inputs merely choose. */
const isIds = (input: string, { service, input: given }: Call): boolean =>
  Array.isArray(given[input]) &&
  !/^Owner/.test(input) &&
  ['ec2', 'elastic-load-balancing', 'elastic-load-balancing-v2'].includes(service.name);

function missing({ service, operation }: Pick<Call, 'service' | 'operation'>, input: string, id: string): ServiceError {
  if (service.name === 'elastic-load-balancing-v2') return missingElbv2(input, operation.name);
  return service.name === 'elastic-load-balancing' ? missingElb(id) : missingEc2(input, id);
}
