import type { Call } from '../call.ts';
import { catalogueOf, isRead, listOf } from '../catalogue.ts';
import { own } from '../data.ts';
import { onePage } from '../paging.ts';
import { ServiceError, type Values } from '../protocol.ts';
import type { ServiceName } from '../services.ts';
import { ec2 } from './ec2.ts';
import { eks } from './eks.ts';
import { elb, elbv2 } from './elb.ts';
import { iam } from './iam.ts';
import { itemsOf, keyed } from './items.ts';
import { kms } from './kms.ts';
import { logs } from './logs.ts';
import { organizations } from './organizations.ts';
import { selectItems } from './select.ts';
import { refuse, type Special } from './special.ts';
import { sts } from './sts.ts';

const special: Readonly<Partial<Record<ServiceName, Special>>> = {
  ec2,
  eks,
  'elastic-load-balancing-v2': elbv2,
  'elastic-load-balancing': elb,
  kms,
  sts,
  iam,
  'cloudwatch-logs': logs,
  organizations,
};

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
  const given = rules?.chooses?.has(operation.name) ? undefined : fromFile(call, rules?.alternatives?.(call));
  if (given === undefined) rules?.check?.(call);
  const whole = given ?? rules?.answers[operation.name]?.(call) ?? fromLists(call);
  return onePage(call, rules?.finish?.(call, whole) ?? whole);
}

/** Under the operation's own name: its list or output, or those by the values of its required inputs. */
function fromFile(call: Call, alternatives: readonly string[] = []): Values | undefined {
  const { operation, input, service, data } = call;
  const given = data.get(service.name, operation.name);
  if (given === undefined || given === null) return undefined;
  const [only = '', ...more] = operation.required;
  if (only === '') return outputOf(call, given, []);
  const asked = input[only];
  if (more.length === 0 && Array.isArray(asked)) {
    const found = asked.flatMap((key) => own(given as Values, String(key)) ?? []);
    return found.length === 0 ? undefined : outputOf(call, found, operation.required);
  }
  const found = keyed(call, alternatives);
  return found === undefined ? undefined : outputOf(call, found, operation.required);
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
