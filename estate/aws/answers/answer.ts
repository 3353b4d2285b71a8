import { listOf } from '../../validate.ts';
import type { Call } from '../call.ts';
import { catalogueOf, isRead } from '../catalogue.ts';
import { own } from '../data.ts';
import { onePage } from '../paging.ts';
import { ServiceError, type Values } from '../protocol.ts';
import { ec2 } from './ec2.ts';
import { eks } from './eks.ts';
import { itemsOf } from './items.ts';
import { selectItems } from './select.ts';
import { refuse, type Special } from './special.ts';
import { sts } from './sts.ts';

const special: Readonly<Record<string, Special>> = { ec2, eks, sts };

/**
 * What a service answers: first what the file has under the operation's own name, then what the service is known to say,
 * then what follows from the file's lists. What the file does not have is empty.
 */
export function answer(call: Call): Values {
  const { operation, input, service } = call;
  for (const name of operation.required) if (input[name] === undefined) throw service.dialect.missingParameter(name);
  if (input.DryRun === true)
    throw new ServiceError('DryRunOperation', 412, 'Request would have succeeded, but DryRun flag is set.');
  const rules = special[service.name];
  rules?.check?.(call);
  const given = rules?.chooses?.has(operation.name) ? undefined : fromFile(call);
  const whole = given ?? rules?.answers[operation.name]?.(call) ?? fromLists(call);
  return onePage(call, rules?.finish?.(call, whole) ?? whole);
}

/** Under the operation's own name: its list or output, or those by the values of its required inputs. */
function fromFile(call: Call): Values | undefined {
  const { operation, input, service, data } = call;
  const given = data.get(service.name, operation.name);
  if (given === undefined || given === null) return undefined;
  const { required } = operation;
  if (required.length === 0) return outputOf(call, given, []);
  const map = given as Readonly<Record<string, unknown>>;
  const [only = ''] = required;
  const several =
    required.length === 1 && Array.isArray(input[only]) ? (input[only] as readonly unknown[]).map(String) : undefined;
  const keys = several ?? [required.map((name) => String(input[name])).join('/')];
  const found = keys.flatMap((key) => own(map, key) ?? []);
  if (found.length === 0) return undefined;
  return several ? outputOf(call, found, required) : outputOf(call, own(map, keys[0] ?? ''), required);
}

/** A list or whole output of the file as an output of which the request's ids and filters have chosen. */
function outputOf(call: Call, given: unknown, except: readonly string[]): Values {
  const list = listOf(call.operation);
  const item = list?.shape.value?.shape;
  const output = Array.isArray(given) ? { [list?.name ?? '']: given } : (given as Values);
  if (!list || !item || !Array.isArray(output[list.name])) return output;
  return { ...output, [list.name]: selectItems(call, item, output[list.name] as readonly unknown[], except) };
}

/** The members of an output from the lists and objects of the same names. */
function fromLists(call: Call): Values {
  const { operation, service, data } = call;
  if (!isRead(operation)) throw refuse(call);
  const { named } = catalogueOf(service);
  const out: Record<string, unknown> = {};
  for (const [name, { shape }] of operation.output.members) {
    const standing = named.get(name);
    const mine = standing?.operation === operation && !standing.entity;
    if (shape.kind === 'list') out[name] = mine ? selectItems(call, standing.shape, itemsOf(call, name)) : [];
    else if (mine) out[name] = data.get(service.name, name);
  }
  return out;
}
