import { holds, withVariables } from './condition.ts';
import type { RequestContext } from './context.ts';
import { matchesArn, matchesGlob } from './glob.ts';
import type { Principals, Statement } from './policy.ts';

/** Who asks: a session of a role, or a service of AWS by itself (`scheduler.amazonaws.com`). */
export type Caller =
  | { readonly kind: 'role'; readonly account: string; readonly role: string; readonly session: string }
  | { readonly kind: 'service'; readonly name: string };

/** One thing that someone wants to do to one resource. */
export interface IamRequest {
  readonly caller: Caller;
  /** `s3:GetObject`. */
  readonly action: string;
  /** An ARN, or `*` where the action has no kind of resource. */
  readonly resource: string;
  /** Whose resource it is. */
  readonly account: string;
  readonly context: RequestContext;
}

/** The policies that have a say in a request. */
export interface Policies {
  /** Of the caller's role. */
  readonly identity: readonly Statement[];
  /** That the session was made with (STS AssumeRole, "Policy"). */
  readonly session?: readonly Statement[];
  /** Of the resource: of a bucket, key, topic, queue or function; of a role, whom it trusts. */
  readonly resource?: readonly Statement[];
}

export interface Decision {
  readonly allowed: boolean;
  /** For people: which statement denies, or whose policy has none that allows. */
  readonly why: string;
}

/** How a resource's policy allows a request: its very caller, or the caller's account, which then decides itself. */
type Grant = 'session' | 'caller' | 'account';

/**
 * Whether a request is allowed (IAM user guide, "Policy evaluation logic", "How AWS enforcement code logic evaluates requests to allow or
 * deny access", "Cross-account policy evaluation logic"): no Deny anywhere; within an account one of the caller's and the resource's policy
 * allows it, between accounts both do; a session policy bounds what the role may; a key and a role are nobody's whom their own policy does
 * not name, or leave to the account ("Key policies in AWS KMS"; "Granting permissions to switch roles"). Organization policies and
 * permissions boundaries are not known here.
 */
export function evaluate(request: IamRequest, { identity, session, resource }: Policies): Decision {
  const refuse = (why: string): Decision => ({ allowed: false, why });
  const all = [...identity, ...(session ?? []), ...(resource ?? [])];
  const denying = all.find((one) => one.effect === 'Deny' && applies(one, request));
  if (denying !== undefined) return refuse(`${denying.at} denies it`);
  const allowing = (statements: readonly Statement[]): Statement | undefined =>
    statements.find((one) => one.effect === 'Allow' && applies(one, request));

  const given = grantOf(resource ?? [], request);
  const { caller } = request;
  if (caller.kind === 'service')
    return given === undefined ? refuse(`no policy of the resource allows it to ${caller.name}`) : allow('the resource');
  const byRole = allowing(identity);
  const bySession = session === undefined || allowing(session) !== undefined;
  const own = byRole !== undefined && bySession;
  const lacking = byRole === undefined ? `no policy of ${caller.role} allows it` : 'the session policy does not allow it';

  if (given === 'session' && caller.account === request.account) return allow('the resource');
  const direct = given === 'caller' && bySession;
  if (caller.account !== request.account || isGoverned(request.action)) {
    if (given === undefined) return refuse('no policy of the resource allows it');
    if (caller.account === request.account && direct) return allow('the resource');
    return own ? allow(byRole.at) : refuse(lacking);
  }
  return own ? allow(byRole.at) : direct ? allow('the resource') : refuse(lacking);
}

const allow = (by: string): Decision => ({ allowed: true, why: `${by} allows it` });

/** Actions that the resource's own policy must allow, also within the account. */
const isGoverned = (action: string): boolean => /^(kms:|sts:(AssumeRole|SetSourceIdentity)$)/.test(action);

/** Whether a statement is about a request: each of its elements matches. */
export function applies(statement: Statement, request: IamRequest): boolean {
  const { principals, actions, resources, conditions } = statement;
  if (actions.patterns.some((pattern) => matchesGlob(pattern, request.action, true)) === actions.not) return false;
  if (resources !== undefined) {
    const named = resources.patterns.some((pattern) => {
      const put = withVariables(pattern, request.context);
      return put !== undefined && matchesArn(put, request.resource);
    });
    if (named === resources.not) return false;
  }
  if (principals !== undefined && reach(principals, request) === undefined) return false;
  return conditions.every((condition) => holds(condition, request.context));
}

/** The nearest way in which the resource's policy allows a request. */
function grantOf(statements: readonly Statement[], request: IamRequest): Grant | undefined {
  const grants = statements
    .filter((one) => one.effect === 'Allow' && applies(one, request))
    .map(({ principals = [] }) => reach(principals, request));
  return (['session', 'caller', 'account'] as const).find((grant) => grants.includes(grant));
}

/** How principals name a caller, if they do (IAM user guide, "IAM JSON policy elements: Principal"). */
function reach(principals: readonly Principals[], { caller }: IamRequest): Grant | undefined {
  const names = (kind: Principals['kind']) => principals.filter((one) => one.kind === kind).flatMap((one) => one.names);
  const byName = names('AWS');
  if (caller.kind === 'service') return names('Service').includes(caller.name) || byName.includes('*') ? 'caller' : undefined;
  if (byName.includes(caller.session)) return 'session';
  if (byName.includes('*') || byName.includes(caller.role)) return 'caller';
  const isAccount = (name: string): boolean =>
    name === caller.account || new RegExp(`^arn:[^:]*:iam::${caller.account}:root$`).test(name);
  return byName.some(isAccount) ? 'account' : undefined;
}
