import { randomUUID } from 'node:crypto';
import { answer } from './aws/answers/answer.ts';
import type { Call, Endpoint } from './aws/call.ts';
import type { Credentials } from './aws/credentials.ts';
import { dataOf, own } from './aws/data.ts';
import { failure } from './aws/failures.ts';
import { jsonError } from './aws/json.ts';
import { cutShort } from './aws/paging.ts';
import { type Request, type Response, ServiceError, type Values } from './aws/protocol.ts';
import { awsQuery } from './aws/query.ts';
import type { Operation } from './aws/schema.ts';
import type { Service } from './aws/services.ts';
import { type EstateCall, teller } from './calls.ts';
import type { counter } from './counts.ts';
import type { Fault, FaultList } from './faults.ts';
import type { Estate } from './file.ts';
import { type Scope, scopeOf, serviceOf } from './route.ts';
import type { Buckets } from './s3/buckets.ts';

/** All that requests are answered from. */
export interface World {
  readonly estate: Estate;
  readonly credentials: Credentials;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly buckets: Buckets;
  readonly faults: FaultList;
  readonly counts: ReturnType<typeof counter>;
  /** Told of every request that reached an operation, once its answer is made. */
  readonly onCall?: ((call: EstateCall) => void) | undefined;
}

export interface Outcome {
  readonly response: Response;
  readonly fault?: Fault;
}

/** The answer to any request whatever: never throws. */
export function respond(world: World, request: Request): Outcome {
  const requestId = randomUUID();
  const scope = scopeOf(request);
  const service = serviceOf(request, scope);
  if (!service) return { response: unknownService(request, requestId) };
  try {
    return inService(world, request, service, scope, requestId);
  } catch (error) {
    const known = error instanceof ServiceError ? error : service.dialect.internal('');
    return { response: service.protocol.error(known, requestId) };
  }
}

function inService(world: World, request: Request, service: Service, scope: Scope | undefined, requestId: string): Outcome {
  const { credentials, estate, counts, faults } = world;
  const name = service.protocol.operation(service.operations, request) ?? '';
  const operation = service.operations.get(name);
  if (!operation) throw service.dialect.unknownOperation(name.slice(0, 100));
  const caller = credentials.of(scope?.accessKeyId ?? '');
  const { account } = caller;
  const region = scope?.region ?? 'us-east-1';
  const counted = { account, region, service: service.name, operation: name };
  counts.add(counted);
  const fault = faults.strike(counted);
  const told = { ...counted, accessKeyId: scope?.accessKeyId ?? '', caller, query: request.query };
  const tell = teller(world.onCall, told);
  const call = (input: Values): Call => {
    const data = dataOf(estate, account, region);
    const where = { account, region, data, estate, endpoints: world.endpoints };
    return { service, operation, input, caller, credentials, request, ...where };
  };
  let input: Values = {};
  try {
    input = service.protocol.input(operation, request);
    const understood = call(input);
    const failed = fault && failure(fault.kind, understood);
    if (failed) throw failed;
    if (caller.expires <= Date.now()) throw service.dialect.expired('');
    if (!scope) throw unsigned(service);
    if (!isEnabled(estate, account, region, service, operation)) throw service.dialect.unrecognized('');
    const output = service.name === 's3' ? world.buckets.answer(understood) : answer(understood);
    const sent = fault?.kind === 'list-cut-short' ? cutShort(understood, output) : output;
    const response = service.protocol.output(operation, sent, requestId);
    tell(response.status, input);
    return { response, ...(fault ? { fault } : {}) };
  } catch (error) {
    const known = error instanceof ServiceError ? error : service.dialect.internal('');
    tell(known.status, input, known.code);
    return { response: service.protocol.error(known, requestId), ...(fault ? { fault } : {}) };
  }
}

/** A Region that the file does not give the account is one that it has not enabled; which ones are enabled can be asked anywhere. */
function isEnabled(estate: Estate, account: string, region: string, service: Service, operation: Operation): boolean {
  const mine = own(estate.accounts, account);
  if (service.everywhere || operation.name === 'DescribeRegions') return true;
  return own(mine?.regions ?? {}, region) !== undefined || own(mine?.global ?? {}, service.name) !== undefined;
}

const unsigned = ({ name }: Service): ServiceError =>
  name === 's3'
    ? new ServiceError('AccessDenied', 403, 'Access Denied')
    : new ServiceError(
        name === 'ec2' ? 'AuthFailure' : 'MissingAuthenticationToken',
        403,
        'Request is missing Authentication Token',
      );

function unknownService(request: Request, requestId: string): Response {
  const error = new ServiceError('InvalidAction', 400, 'The simulated estate has no such service.');
  const isForm = String(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return isForm
    ? awsQuery('http://aws.amazon.com/').error(error, requestId)
    : jsonError(new ServiceError('UnknownOperationException', 404, error.message), requestId);
}
