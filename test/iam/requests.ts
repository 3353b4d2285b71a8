import { type Asking, asking } from './actions.ts';
import type { RecordedCall } from './calls.ts';
import { contextOf } from './context.ts';
import type { Caller, IamRequest } from './evaluate.ts';
import { parsePolicy, type Statement } from './policy.ts';
import type { Rights } from './template.ts';

/** A request with what is needed to judge it and to talk about it. */
export interface Question extends IamRequest {
  /** That the session was made with, if it was. */
  readonly session?: readonly Statement[];
  /** What was done, for people. */
  readonly what: string;
}

/** What a template does not say of where it is deployed. */
export interface Surroundings {
  readonly rights: Rights;
  /** Which role is behind an access key that was not handed out by STS: ARNs by key. */
  readonly keys: Readonly<Record<string, string>>;
  /** The organization that these accounts are in, if any. */
  readonly organization?: { readonly id: string; readonly accounts: readonly string[] };
}

/** A bucket's owner is whose template it is in; every other ARN says its account, or is the caller's. */
const accountOf = (arn: string, otherwise: string): string => /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1] ?? otherwise;

/** Services of one Region, whose endpoint signs for it wherever the client says that it is (AWS General Reference, "Regional endpoints"). */
const globals: ReadonlySet<string> = new Set(['iam', 'organizations']);

/**
 * What IAM is asked for a recorded call: the call's own actions, and those of KMS that S3 and SNS ask for in the caller's name.
 * @throws Error for credentials of nobody, and for an operation that is not known here
 */
export function questionsOf(call: RecordedCall, around: Surroundings): readonly Question[] {
  const caller = callerOf(call, around);
  const session = call.assumed?.policy === undefined ? undefined : parsePolicy(JSON.parse(call.assumed.policy), 'session');
  const what = `${call.service} ${call.operation}${call.error === undefined ? '' : ` (${call.error})`}`;
  const own = asking(call, caller.account).map((one) => ({ ...one, says: { ...presigned(call), ...one.says } }));
  const region = globals.has(call.service) ? 'us-east-1' : call.region;
  return [...own, ...keyUse(call, around)].map(({ action, resource, says = {} }) => {
    const account = accountOf(resource, caller.account);
    const context = contextOf({ ...common(caller, region, account, around), ...says });
    return { caller, action, resource, account, context, what, ...(session !== undefined && { session }) };
  });
}

type RoleCaller = Extract<Caller, { kind: 'role' }>;

/** The role whose credentials a call was signed with. */
function callerOf({ accessKeyId, assumed }: RecordedCall, { keys }: Surroundings): RoleCaller {
  const role = assumed?.roleArn ?? keys[accessKeyId];
  if (role === undefined)
    throw new Error(`a call with credentials of nobody: ${accessKeyId === '' ? 'unsigned' : accessKeyId}`);
  return roleCaller(role);
}

/** A session of a role. */
export function roleCaller(role: string): RoleCaller {
  const [, account = '', name = ''] = /^arn:[^:]*:iam::(\d{12}):(?:role|policy)\/(?:.*\/)?([^/]+)$/.exec(role) ?? [];
  if (account === '') throw new Error(`${role} is not the ARN of a role`);
  return { kind: 'role', account, role, session: `arn:aws:sts::${account}:assumed-role/${name}/session` };
}

/** What every request says of itself; TLS as the SDK speaks it. */
export function common(caller: Caller, region: string, account: string, { organization }: Surroundings) {
  const member = (id: string): string | undefined => (organization?.accounts.includes(id) ? organization.id : undefined);
  const transport = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };
  const resource = { 'aws:ResourceAccount': account, 'aws:ResourceOrgID': member(account), 'aws:RequestedRegion': region };
  if (caller.kind === 'service')
    return { ...transport, ...resource, 'aws:PrincipalIsAWSService': 'true', 'aws:ViaAWSService': 'false' };
  return {
    ...transport,
    ...resource,
    'aws:PrincipalArn': caller.role,
    'aws:PrincipalAccount': caller.account,
    'aws:PrincipalOrgID': member(caller.account),
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    'kms:CallerAccount': caller.account,
  };
}

/** S3 API reference, "Bucket policy examples using condition keys: Signature Version 4 authentication". */
function presigned({ service, presignedFor: age }: RecordedCall): Readonly<Record<string, string | undefined>> {
  if (service !== 's3') return {};
  const signed = { 's3:signatureversion': 'AWS4-HMAC-SHA256' };
  if (age === undefined) return { ...signed, 's3:authType': 'REST-HEADER', 's3:signatureAge': '0' };
  return { ...signed, 's3:authType': 'REST-QUERY-STRING', 's3:signatureAge': String(age) };
}

/**
 * What S3 and SNS ask of KMS in the caller's name, where what is asked for is encrypted with a key of its own (S3 user guide, "Using
 * server-side encryption with AWS KMS keys", with a bucket key: the context is the bucket; SNS developer guide, "Managing encryption keys").
 */
function keyUse(call: RecordedCall, { rights }: Surroundings): readonly Asking[] {
  const topic = call.service === 'sns';
  const of = topic ? String(call.input.TopicArn) : `arn:aws:s3:::${String(call.input.Bucket)}`;
  const key = rights.keys.get(of);
  const actions = topic ? ['kms:GenerateDataKey', 'kms:Decrypt'] : (uses[call.operation] ?? []);
  // What is absent is not decrypted.
  if (key === undefined || (!topic && call.status === 404)) return [];
  return actions.map((action) => keyAsking(action, key, topic ? 'sns' : 's3', of, call.region));
}

const uses: Readonly<Record<string, readonly string[]>> = {
  GetObject: ['kms:Decrypt'],
  PutObject: ['kms:GenerateDataKey'],
  CreateMultipartUpload: ['kms:GenerateDataKey'],
  UploadPart: ['kms:GenerateDataKey', 'kms:Decrypt'],
  CompleteMultipartUpload: ['kms:Decrypt'],
};

/** The use of a key through a service, for a bucket, topic or queue. */
export function keyAsking(action: string, key: string, service: 's3' | 'sns' | 'sqs', of: string, region: string): Asking {
  const context = { s3: 'aws:s3:arn', sns: 'aws:sns:topicArn', sqs: 'aws:sqs:arn' }[service];
  const says = {
    'kms:ViaService': `${service}.${region}.amazonaws.com`,
    'aws:ViaAWSService': 'true',
    [`kms:EncryptionContext:${context}`]: of,
  };
  return { action, resource: key, says };
}
