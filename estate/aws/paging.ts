import { createHash } from 'node:crypto';
import type { Call } from './call.ts';
import { pagingOf } from './page-sizes.ts';
import { ServiceError, type Values } from './protocol.ts';
import type { ServiceName } from './services.ts';

const sizes = ['MaxResults', 'maxResults', 'PageSize', 'MaxItems', 'Limit', 'limit'];
const tokens = ['NextToken', 'nextToken', 'Marker', 'marker'];
const nextTokens = ['NextToken', 'nextToken', 'NextMarker', 'nextMarker', 'Marker'];
const truncations = ['IsTruncated', 'Truncated'];
const within = (names: readonly string[], members: ReadonlyMap<string, unknown>): string | undefined =>
  names.find((n) => members.has(n));

/** Whether an operation's answers come in pages at all. */
const isPaged = ({ operation }: Pick<Call, 'operation'>): boolean =>
  within(tokens, operation.input.members) !== undefined && within(nextTokens, operation.output.members) !== undefined;

/** One page of an answer that holds all: the items of its lists one after another, and a token if there are more. */
export function onePage(call: Call, whole: Values): Values {
  const { operation } = call;
  if (!isPaged(call)) return whole;
  const token = within(tokens, operation.input.members) ?? '';
  const next = within(nextTokens, operation.output.members) ?? '';
  const truncated = within(truncations, operation.output.members);
  const start = offsetOf(call, token);
  const size = sizeOf(call);
  const out: Record<string, unknown> = { ...whole };
  let seen = 0;
  for (const [name, { shape }] of operation.output.members) {
    const items = whole[name];
    if (shape.kind !== 'list' || !Array.isArray(items)) continue;
    out[name] = items.slice(Math.max(0, start - seen), Math.max(0, start + size - seen));
    seen += items.length;
  }
  const more = seen > start + size;
  delete out[next];
  if (more) out[next] = tokenOf(call, start + size);
  if (truncated) out[truncated] = more;
  return out;
}

function sizeOf(call: Call): number {
  const { operation, input, service } = call;
  const { minimum, maximum, usual, clamps } = pagingOf(service.name, operation.name);
  const name = within(sizes, operation.input.members);
  const size = name === undefined ? undefined : input[name];
  if (size === undefined || name === undefined) return usual ?? Number.MAX_SAFE_INTEGER;
  if (!Number.isInteger(size))
    throw call.service.dialect.invalidParameter(`Value ( ${String(size)} ) for parameter ${name} is invalid.`);
  const asked = Number(size);
  if (clamps && asked > maximum) return maximum;
  if (asked < minimum || asked > maximum)
    throw call.service.dialect.invalidParameter(outOfRange(service.name, name, asked, minimum, maximum));
  return asked;
}

function outOfRange(service: ServiceName, name: string, asked: number, minimum: number, maximum: number): string {
  const low = asked < minimum;
  if (service === 'ec2')
    return `Value ( ${asked} ) for parameter maxResults is invalid. Expecting a value ${low ? `greater than ${minimum}` : `smaller than ${maximum}`}.`;
  if (service === 'eks') return `${name} must be between ${minimum} and ${maximum}, but is ${asked}.`;
  const member = name.charAt(0).toLowerCase() + name.slice(1);
  const bound = low ? `greater than or equal to ${minimum}` : `less than or equal to ${maximum}`;
  return `1 validation error detected: Value '${asked}' at '${member}' failed to satisfy constraint: Member must have value ${bound}`;
}

/** A token says where a page starts and is bound to the request that it belongs to: another request's token is refused. */
function tokenOf(call: Call, offset: number): string {
  const asked = Object.entries(call.input).filter(([name]) => !sizes.includes(name) && !tokens.includes(name));
  const { service, operation, account, region } = call;
  const binding = JSON.stringify([
    service.name,
    operation.name,
    account,
    region,
    offset,
    asked.sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  return Buffer.from(`${offset}.${createHash('sha256').update(binding).digest('hex').slice(0, 32)}`).toString('base64url');
}

function offsetOf(call: Call, name: string): number {
  const token = call.input[name];
  if (token === undefined || token === '') return 0;
  const offset = Number.parseInt(Buffer.from(String(token), 'base64url').toString(), 10);
  if (Number.isSafeInteger(offset) && offset > 0 && tokenOf(call, offset) === token) return offset;
  throw badToken(call, name);
}

/** What each service says to a token that it did not give. */
function badToken({ service, input }: Call, name: string): ServiceError {
  switch (service.name) {
    case 'ec2':
      return new ServiceError(
        'InvalidParameterValue',
        400,
        `Value ( ${String(input[name])} ) for parameter NextToken is invalid. The token is invalid.`,
      );
    case 'kms':
      return new ServiceError('InvalidMarkerException', 400, 'Could not deserialize marker');
    case 'organizations':
      return new ServiceError('InvalidInputException', 400, 'The provided NextToken is invalid.', {
        Reason: 'INVALID_NEXT_TOKEN',
      });
    default:
      return service.dialect.invalidParameter(
        `Invalid ${name}: the token was not given by this operation, or belongs to other parameters.`,
      );
  }
}

/** A page with half of its items, and a token that leads nowhere. */
export function cutShort(call: Call, page: Values): Values {
  if (!isPaged(call)) return page;
  const out: Record<string, unknown> = { ...page };
  for (const [name, { shape }] of call.operation.output.members) {
    const items = page[name];
    if (shape.kind === 'list' && Array.isArray(items)) out[name] = items.slice(0, Math.floor(items.length / 2));
  }
  out[within(nextTokens, call.operation.output.members) ?? ''] = Buffer.from('0.cut').toString('base64url');
  const truncated = within(truncations, call.operation.output.members);
  if (truncated) out[truncated] = true;
  return out;
}
