import type { RecordedCall } from './calls.ts';
import { contextOf } from './context.ts';
import { type Decision, evaluate } from './evaluate.ts';
import { machineQuestions } from './machine.ts';
import { parsePolicy, type Statement } from './policy.ts';
import { common, type Question, questionsOf, roleCaller, type Surroundings } from './requests.ts';
import { serviceQuestions } from './services.ts';
import { deployedIn, type Stack } from './stack.ts';
import { type Rights, rightsOf } from './template.ts';

/** What is deployed, and whose the credentials are. */
export interface Provable extends Omit<Surroundings, 'rights'> {
  /** The hub's, and the member role's in each scanned account. */
  readonly stacks: readonly Stack[];
}

/** What happened in a run. */
export interface Evidence {
  readonly calls: readonly RecordedCall[];
  /** Names of the functions that ran. */
  readonly invoked: readonly string[];
  /** Requests of the HTTP API that callers made: method, and path as it was. */
  readonly api?: readonly { readonly method: string; readonly path: string }[];
}

/** A deployment with all that was, or will be, asked of IAM there; each thing once. */
export interface Proof {
  readonly rights: Rights;
  readonly questions: readonly Question[];
}

/** @throws Error for what is not known here: a call, a role, a kind of policy */
export function proofOf({ stacks, keys, organization }: Provable, { calls, invoked, api = [] }: Evidence): Proof {
  const rights = rightsOf(stacks);
  const around = { rights, keys, ...(organization && { organization }) };
  const ran = new Set(invoked);
  const all = [
    ...calls.flatMap(alsoInParts).flatMap((call) => questionsOf(call, around)),
    ...stacks.flatMap((stack) => machineQuestions(stack, ran, around)),
    ...serviceQuestions(stacks, around),
    ...stacks.flatMap((stack) => apiQuestions(stack, api, around)),
  ];
  const once = new Map<string, Question>();
  for (const one of all) {
    const key = JSON.stringify({ ...one, what: '' });
    if (!once.has(key)) once.set(key, one);
  }
  return { rights, questions: [...once.values()] };
}

/** An object that is larger is written in parts, and given up where that fails (shared/store/s3-save.ts): whoever wrote a small one may that, too. */
function alsoInParts(call: RecordedCall): readonly RecordedCall[] {
  if (call.service !== 's3' || call.operation !== 'PutObject') return [call];
  return [call, { ...call, operation: 'UploadPart' }, { ...call, operation: 'AbortMultipartUpload' }];
}

/** What is denied of all that was asked; empty when the deployment may do what it does. */
export function proveIam(provable: Provable, evidence: Evidence): readonly string[] {
  const { rights, questions } = proofOf(provable, evidence);
  return questions.flatMap((question) => {
    const { allowed, why } = judge(question, rights);
    return allowed ? [] : [`${describe(question)}: ${why}`];
  });
}

const describe = ({ caller, action, resource, what }: Question): string =>
  `${caller.kind === 'service' ? caller.name : caller.role.replace(/^.*\//, '')}: ${action} on ${resource} (${what})`;

/** What IAM says to a question; `change` puts another list of statements in the place of each. */
export function judge(
  question: Question,
  rights: Rights,
  change: (all: readonly Statement[]) => readonly Statement[] = same,
): Decision {
  const { caller, session } = question;
  const own = caller.kind === 'role' ? (rights.roles.get(caller.role)?.identity ?? rights.handedOut.get(caller.role)) : [];
  if (own === undefined) throw new Error(`${describe(question)}: what this role may do is in none of the templates`);
  const resource = policyOf(question, rights);
  return evaluate(question, {
    identity: change(own),
    ...(session !== undefined && { session }),
    ...(resource !== undefined && { resource: change(resource) }),
  });
}

const same = (all: readonly Statement[]): readonly Statement[] => all;

/** The policy of what is asked for, where it has one. */
function policyOf({ action, resource, account }: Question, { roles, resources }: Rights): readonly Statement[] | undefined {
  if (action.startsWith('sts:')) return roles.get(resource)?.trust ?? elsewhere(account);
  const [, bucket] = /^(arn:[^:]*:s3:::[^/]+)/.exec(resource) ?? [];
  const own = resources.get(bucket ?? resource);
  return own ?? (action.startsWith('kms:') ? elsewhere(account) : undefined);
}

/**
 * Of a role that no template of ours makes we take it that it trusts the caller (one that is missing is no matter of our rights); of a
 * scanned account's keys, that their policy leaves them to the account, as KMS makes it by default.
 */
const elsewhere = (account: string): readonly Statement[] =>
  parsePolicy(
    {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'] },
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' },
      ],
    },
    'elsewhere',
  );

/** What callers of the HTTP API ask for, each with one of the policies that are handed out (API Gateway, "execute-api:Invoke"). */
function apiQuestions(stack: Stack, requests: NonNullable<Evidence['api']>, around: Surroundings): readonly Question[] {
  const [api] = deployedIn(stack).filter(({ type }) => type === 'AWS::ApiGatewayV2::Api');
  if (api === undefined) return [];
  const { account, region } = stack;
  const base = `arn:aws:execute-api:${region}:${account}:${stack.resolve(api.id, undefined)}/$default`;
  return requests.flatMap(({ method, path }) => {
    const asked = [...around.rights.handedOut.keys()].map((policy): Question => {
      const caller = roleCaller(policy);
      const context = contextOf(common(caller, region, account, around));
      const what = `${method} ${path}`;
      return { caller, action: 'execute-api:Invoke', resource: `${base}/${method}${path}`, account, context, what };
    });
    // Whoever may only read is refused a POST, and did not make it.
    return asked.filter((question) => judge(question, around.rights).allowed);
  });
}
