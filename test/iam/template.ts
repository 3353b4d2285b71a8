import { isObject, type Json } from '../cloud/asl/json.ts';
import { parsePolicy, type Statement } from './policy.ts';
import { type Deployed, deployedIn, property, type Stack } from './stack.ts';

interface Role {
  readonly arn: string;
  readonly account: string;
  readonly identity: readonly Statement[];
  readonly trust: readonly Statement[];
}

/** All that IAM knows of some stacks, by ARN. */
export interface Rights {
  readonly roles: ReadonlyMap<string, Role>;
  /** Policies that belong to nobody: handed out to callers. */
  readonly handedOut: ReadonlyMap<string, readonly Statement[]>;
  /** Of buckets, keys, topics, queues and functions. */
  readonly resources: ReadonlyMap<string, readonly Statement[]>;
  /** The key that a bucket, a topic or a queue is encrypted with. */
  readonly keys: ReadonlyMap<string, string>;
}

/**
 * What the templates grant: roles with their policies (inline, AWS::IAM::Policy, AWS::IAM::ManagedPolicy) and whom they trust, policies of
 * resources (AWS::S3::BucketPolicy, AWS::KMS::Key, AWS::SNS::TopicPolicy, AWS::SQS::QueuePolicy, AWS::Lambda::Permission).
 * @throws Error for another kind of policy, a policy of AWS's, a permissions boundary, or a value that is not known
 */
export function rightsOf(stacks: readonly Stack[]): Rights {
  const all = stacks.flatMap(deployedIn);
  for (const { type, id } of all)
    if (/Policy|Permission|^AWS::IAM::/.test(type) && !known.has(type)) throw new Error(`${id}: ${type} is not known here`);
  const policies = all.filter(({ type }) => type === 'AWS::IAM::Policy' || type === 'AWS::IAM::ManagedPolicy').map(policyOf);
  const managed = new Map(policies.filter(({ arn }) => arn !== '').map(({ arn, statements }) => [arn, statements]));
  const roles = all.filter(({ type }) => type === 'AWS::IAM::Role').map((found) => roleOf(found, policies, managed));
  const used = new Set(roles.flatMap(({ identity }) => identity));
  return {
    roles: new Map(roles.map((role) => [role.arn, role])),
    handedOut: new Map([...managed].filter(([, statements]) => !statements.some((one) => used.has(one)))),
    resources: merged(all.flatMap(resourcePolicies)),
    keys: new Map(all.flatMap(encryption)),
  };
}

const known: ReadonlySet<string> = new Set([
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::Lambda::Permission',
]);

const list = (found: Deployed, name: string): readonly Json[] => {
  const given = property(found, name);
  return Array.isArray(given) ? given : given === null ? [] : [given];
};
const arnOf = ({ id, stack }: Deployed, attribute = 'Arn'): string => {
  const arn = stack.resolve(id, attribute);
  if (arn === undefined) throw new Error(`nothing says what the ARN of ${id} is`);
  return arn;
};

interface Policy {
  readonly arn: string;
  readonly statements: readonly Statement[];
  /** Names of roles. */
  readonly roles: readonly string[];
  readonly account: string;
}

/** Where a policy stands, for people. */
const atOf = ({ stack }: Deployed, name: string): string => `${stack.name ?? stack.account}/${name}`;

function policyOf(found: Deployed): Policy {
  const roles = list(found, 'Roles').map(String);
  return {
    arn: found.type === 'AWS::IAM::ManagedPolicy' ? (found.stack.resolve(found.id, undefined) ?? '') : '',
    statements: parsePolicy(property(found, 'PolicyDocument'), atOf(found, roles.length > 0 ? roles.join('+') : found.id)),
    roles,
    account: found.stack.account,
  };
}

function roleOf(found: Deployed, policies: readonly Policy[], managed: ReadonlyMap<string, readonly Statement[]>): Role {
  const { id, properties, stack } = found;
  if (properties.PermissionsBoundary !== undefined) throw new Error(`${id}: permissions boundaries are not known here`);
  const given = property(found, 'RoleName');
  const name = given === null ? stack.resolve(id, undefined) : String(given);
  const inline = list(found, 'Policies').flatMap((one) => {
    const { PolicyName: called = '', PolicyDocument: document = null } = isObject(one) ? one : {};
    return parsePolicy(document, atOf(found, `${name ?? id}/${String(called)}`));
  });
  const attached = list(found, 'ManagedPolicyArns').flatMap((arn) => {
    const statements = managed.get(String(arn));
    if (statements === undefined) throw new Error(`${id}: what ${String(arn)} grants is not in the templates`);
    return statements;
  });
  const named = policies.filter(
    ({ roles, account }) => account === stack.account && name !== undefined && roles.includes(name),
  );
  return {
    arn: given === null ? arnOf(found) : `arn:aws:iam::${stack.account}:role/${String(given)}`,
    account: stack.account,
    identity: [...inline, ...attached, ...named.flatMap(({ statements }) => statements)],
    trust: parsePolicy(property(found, 'AssumeRolePolicyDocument'), atOf(found, `${name ?? id}/trust`)),
  };
}

function resourcePolicies(found: Deployed): readonly (readonly [string, readonly Statement[]])[] {
  const { id, type } = found;
  const document = (name: string): readonly Statement[] => parsePolicy(property(found, name), atOf(found, id));
  if (type === 'AWS::KMS::Key') return [[arnOf(found), document('KeyPolicy')]];
  if (type === 'AWS::S3::BucketPolicy')
    return [[`arn:aws:s3:::${String(property(found, 'Bucket'))}`, document('PolicyDocument')]];
  if (type === 'AWS::SNS::TopicPolicy') return list(found, 'Topics').map((arn) => [String(arn), document('PolicyDocument')]);
  if (type === 'AWS::SQS::QueuePolicy')
    return list(found, 'Queues').map((url) => [queueArn(String(url)), document('PolicyDocument')]);
  return type === 'AWS::Lambda::Permission' ? [permission(found)] : [];
}

/** `https://sqs.<region>.amazonaws.com/<account>/<name>` as an ARN. */
function queueArn(url: string): string {
  const [, region, account, name] = /^https:\/\/sqs\.([^.]+)\.[^/]+\/(\d{12})\/(.+)$/.exec(url) ?? [];
  if (name === undefined) throw new Error(`${url} is not the address of a queue`);
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

/** A permission is a statement of the function's policy (Lambda AddPermission). */
function permission(found: Deployed): readonly [string, readonly Statement[]] {
  const text = (name: string): string => String(property(found, name) ?? '');
  const { Action, FunctionName, Principal, SourceArn, SourceAccount, ...others } = found.properties;
  if (Object.keys(others).length > 0) throw new Error(`${found.id}: ${Object.keys(others)[0]} is not known here`);
  const Condition = {
    ...(SourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': text('SourceArn') } }),
    ...(SourceAccount !== undefined && { StringEquals: { 'AWS:SourceAccount': text('SourceAccount') } }),
  };
  const name = text('FunctionName');
  const arn = name.startsWith('arn:') ? name : `arn:aws:lambda:${found.stack.region}:${found.stack.account}:function:${name}`;
  const principal = text('Principal');
  const Statement = {
    Effect: 'Allow',
    Principal: principal.includes('amazonaws.com') ? { Service: principal } : { AWS: principal },
    Action: text('Action'),
    Resource: arn,
    Condition,
  };
  return [arn, parsePolicy({ Version: '2012-10-17', Statement }, atOf(found, found.id))];
}

function encryption(found: Deployed): readonly (readonly [string, string])[] {
  if (found.type === 'AWS::S3::Bucket') {
    const rule = /"KMSMasterKeyID":"([^"]+)"/.exec(JSON.stringify(property(found, 'BucketEncryption')));
    return rule?.[1] === undefined ? [] : [[arnOf(found), keyArn(rule[1], found)]];
  }
  const topic = found.type === 'AWS::SNS::Topic';
  if (!topic && found.type !== 'AWS::SQS::Queue') return [];
  const key = property(found, 'KmsMasterKeyId');
  return key === null ? [] : [[topic ? arnOf(found, 'TopicArn') : arnOf(found), keyArn(String(key), found)]];
}

const keyArn = (key: string, { stack }: Deployed): string =>
  key.startsWith('arn:') ? key : `arn:aws:kms:${stack.region}:${stack.account}:key/${key}`;

function merged(pairs: readonly (readonly [string, readonly Statement[]])[]): ReadonlyMap<string, readonly Statement[]> {
  const all = new Map<string, readonly Statement[]>();
  for (const [arn, statements] of pairs) all.set(arn, [...(all.get(arn) ?? []), ...statements]);
  return all;
}
