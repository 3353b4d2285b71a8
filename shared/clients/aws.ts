import { type Budget, type BudgetKey, createBudget } from './budget.ts';
import { AWS_LIMITS, type AwsLimits, type Client, closeAgents, createAgents, makeClient } from './client.ts';
import { type AssumedRole, type AwsCredentials, kept } from './credentials.ts';
import { AwsError, isDefect } from './errors.ts';
import { explain } from './explain.ts';
import { before, once } from './promises.ts';
import { remembering } from './redact.ts';
import { type Input, iamAction, type OperationName, type Output, type ServiceName, type Services } from './sdk.ts';
import { regionPolicy, roleArn, signingRegion } from './session.ts';

export type { AwsLimits } from './client.ts';

/** An account in a Region: where a question is asked. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Who calls (STS GetCallerIdentity). */
interface Identity {
  readonly account: string;
  readonly partition: string;
  readonly arn: string;
}

export interface AwsOptions {
  /** The caller's own (ordinary.ts: `ordinaryCredentials`). */
  readonly credentials: () => Promise<AwsCredentials>;
  /** Default: AWS_ENDPOINT_URL and the like, as the SDK reads them; else AWS. */
  readonly endpoint?: string;
  /** Where identity, accounts and roles are asked about (ordinary.ts: `ordinaryRegion`). */
  readonly region: string;
  /** Without it, accounts other than the caller's cannot be read. */
  readonly role?: AssumedRole;
  /** The share of the API's rate that is ours: 0 < rate ≤ 1. Default 0.25. */
  readonly rate?: number;
  /** Default: one made with `rate`. Given where several of these share a budget. */
  readonly budget?: Budget;
  readonly limits?: Partial<AwsLimits>;
  /** Ends everything; what is then not read yet is said to be so for the signal's reason, where that is an AwsError. */
  readonly signal?: AbortSignal;
  /** Told of each answer that says to slow down, attempt by attempt. */
  readonly onThrottled?: (key: BudgetKey) => void;
}

/** AWS as this project speaks to it: reading only, within a budget, every wait bounded. */
export interface Aws {
  /** Where identity, accounts and roles are asked about. */
  readonly region: string;
  /** Asked once. @throws AwsError of the kind `credentials` where there are none */
  identity(): Promise<Identity>;
  /** The account's credentials: the caller's own, or of the role in it, for one Region (`region` by default). @throws AwsError */
  credentials(account: string, region?: string): Promise<AwsCredentials>;
  /** Sends one operation and waits for its answer. Without a place: as the caller, in `region`. @throws AwsError, or what is a defect of ours */
  call<S extends ServiceName, O extends OperationName<S>>(
    place: Place | undefined,
    service: S,
    operation: O,
    input: Input<S, O>,
    signal?: AbortSignal,
  ): Promise<Output<S, O>>;
  /** Closes idle connections. */
  close(): void;
}

/**
 * @param services those that can be called; a call to another one is a defect (TypeError)
 * @throws RangeError where the rate is none
 */
export function createAws(services: Services, options: AwsOptions): Aws {
  const { region, role } = options;
  const limits = { ...AWS_LIMITS, ...options.limits };
  const budget = options.budget ?? createBudget(options.rate ?? 0.25);
  const agents = createAgents(limits);
  const secrets = new Set<string>();
  const own = kept(remembering(secrets, options.credentials));

  const clientOf = clientPool((place, service) => {
    const key = budgetKey(place, region, service);
    return makeClient(services, service, {
      region: key.region,
      credentials: place === undefined ? own : () => credentials(place.account, signingRegion(service, key.region)),
      ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
      limits,
      agents,
      retry: (signal) => budget.take(key, signal),
      throttled: () => options.onThrottled?.(key),
    });
  });

  const call: Aws['call'] = async (place, service, operation, input, signal) => {
    const key = budgetKey(place, region, service);
    const outer = [options.signal, signal].filter((one) => one !== undefined);
    try {
      const client = await clientOf(place, service);
      await budget.take(key, AbortSignal.any(outer));
      const within = AbortSignal.any([...outer, AbortSignal.timeout(limits.callMs)]);
      const answer = await before(within, client.send(operation, input as object, within));
      if (typeof answer === 'object' && answer !== null) return answer as never;
      throw new AwsError('malformed', `MalformedAnswer: ${iamAction(service, operation)}: the answer is no structure`);
    } catch (error) {
      if (isDefect(error)) throw error;
      throw explain(error, { service, operation, region: key.region }, secrets);
    }
  };

  const identity = once(async () => identityOf(await call(undefined, 'sts', 'GetCallerIdentity', {})));
  const enter = once((account: string, inRegion: string) =>
    kept(remembering(secrets, () => assume(call, region, role, { account, region: inRegion }))),
  );
  const credentials: Aws['credentials'] = async (account, inRegion = region) =>
    !role?.always && account === (await identity()).account ? own() : enter(account, role?.regional ? inRegion : '')();

  return { region, identity, credentials, call, close: () => closeAgents(agents) };
}

/** The caller's own questions draw on a bucket of their own until it is known which account that is: they are a handful. */
const budgetKey = (place: Place | undefined, region: string, service: ServiceName): BudgetKey => ({
  account: place?.account ?? '',
  region: place?.region ?? region,
  service,
});

/** As many as the accounts and Regions that are read at the same time have; an organization has a hundred thousand. */
const KEPT_CLIENTS = 512;

/** One client for each account, Region and service, as long as it is among those that were used last. */
function clientPool(make: (place: Place | undefined, service: ServiceName) => Promise<Client>) {
  const clients = new Map<string, Promise<Client>>();
  return (place: Place | undefined, service: ServiceName): Promise<Client> => {
    const name = `${place?.account ?? ''} ${place?.region ?? ''} ${service}`;
    const client = clients.get(name) ?? make(place, service);
    clients.delete(name);
    clients.set(name, client);
    const [longestUnused] = clients.keys();
    if (clients.size > KEPT_CLIENTS && longestUnused !== undefined) clients.delete(longestUnused);
    return client;
  };
}

function identityOf({ Account: account, Arn: arn }: Output<'sts', 'GetCallerIdentity'>): Identity {
  const partition = arn?.match(/^arn:([a-z][a-z0-9-]{1,30}):/)?.[1];
  if (account === undefined || !/^\d{12}$/.test(account) || arn === undefined || partition === undefined)
    throw new AwsError('malformed', 'MalformedAnswer: sts:GetCallerIdentity gave no account or ARN');
  return { account, arn, partition };
}

/** Takes the role in an account (STS AssumeRole, in the Region of the run): for one Region or, where that is empty, for all of them. */
async function assume(
  call: Aws['call'],
  home: string,
  role: AssumedRole | undefined,
  { account, region }: Place,
): Promise<AwsCredentials> {
  if (role === undefined)
    throw new AwsError('refused', `account ${account} is not the caller's own`, 'name a role to assume in it with --role-name');
  const RoleArn = roleArn(account, role.name, home);
  const answer = await call(undefined, 'sts', 'AssumeRole', {
    RoleArn,
    RoleSessionName: role.sessionName,
    ...(role.externalId !== undefined && { ExternalId: role.externalId }),
    ...(region !== '' && { Policy: regionPolicy(region) }),
  }).catch((error: unknown) => {
    throw error instanceof AwsError && error.kind === 'denied' ? notTrusted(error, RoleArn) : error;
  });
  return assumed(answer.Credentials);
}

const notTrusted = (error: AwsError, role: string): AwsError =>
  new AwsError('denied', error.why, `let ${role} exist and trust the scanner, and grant the scanner sts:AssumeRole on it`);

function assumed(given: Output<'sts', 'AssumeRole'>['Credentials']): AwsCredentials {
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration } = given ?? {};
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined)
    throw new AwsError('malformed', 'MalformedAnswer: sts:AssumeRole: no credentials');
  return { accessKeyId, secretAccessKey, sessionToken, ...(Expiration !== undefined && { expiration: Expiration }) };
}
