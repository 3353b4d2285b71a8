import type { Call } from '../call.ts';
import type { ServiceError, Values } from '../protocol.ts';

/** What a service says beyond what its lists say. */
export interface Special {
  /** Refuses a request that the file has nothing for under the operation's own name. */
  check?(call: Call): void;
  /** Answers by operation, where the file has none under the operation's name; undefined leaves it to the lists. */
  readonly answers: Readonly<Record<string, (call: Call) => Values | undefined>>;
  /** Operations whose answers above choose among the items themselves, also among those under the operation's own name. */
  readonly chooses?: ReadonlySet<string>;
  /** Other keys by which the file may have what is asked for, such as a key's id for its ARN. */
  alternatives?(call: Call): readonly string[];
  /** A last hand on an answer, wherever it came from. */
  finish?(call: Call, output: Values): Values;
}

/** A refusal in the words of IAM. */
export function refuse(
  { service, operation, caller, account, region }: Pick<Call, 'service' | 'operation' | 'caller' | 'account' | 'region'>,
  reason = noPolicy,
): ServiceError {
  const action = `${service.signingName}:${actionOf(operation.name)}`;
  const resource = service.name === 'eks' ? ` on resource: arn:aws:eks:${region}:${account}:cluster/*` : '';
  return service.dialect.denied(`User: ${caller.arn} is not authorized to perform: ${action}${resource} ${reason(action)}`);
}

const noPolicy = (action: string): string => `because no identity-based policy allows the ${action} action`;
export const policyDenies = (): string => 'with an explicit deny in a service control policy';

/** Where an action is not called like its operation. */
const actions: Readonly<Record<string, string>> = {
  ListObjectsV2: 'ListBucket',
  ListObjects: 'ListBucket',
  HeadBucket: 'ListBucket',
  HeadObject: 'GetObject',
};
const actionOf = (operation: string): string => actions[operation] ?? operation;
