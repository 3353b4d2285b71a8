import type { RecordedCall } from './calls.ts';

/** What IAM is asked for a call: an action on a resource, and context keys of that service. */
export interface Asking {
  readonly action: string;
  /** An ARN, or `*` where the action has no kind of resource. */
  readonly resource: string;
  readonly says?: Readonly<Record<string, string | undefined>>;
}

type Ask = (call: RecordedCall, account: string) => readonly Asking[];

const text = ({ input }: RecordedCall, name: string): string => String(input[name] ?? '');
const everywhere =
  (prefix: string): Ask =>
  ({ operation }) => [{ action: `${prefix}:${operation}`, resource: '*' }];
const on =
  (prefix: string, resource: (call: RecordedCall, account: string) => string): Ask =>
  (call, account) => [{ action: `${prefix}:${call.operation}`, resource: resource(call, account) }];

const inRegion = (service: string, rest: (call: RecordedCall) => string) => (call: RecordedCall, account: string) =>
  `arn:aws:${service}:${call.region}:${account}:${rest(call)}`;
const cluster = (member: string): Ask =>
  on(
    'eks',
    inRegion('eks', (call) => `cluster/${text(call, member)}`),
  );
const bucketOf = (call: RecordedCall): string => `arn:aws:s3:::${text(call, 'Bucket')}`;
const objectOf = (call: RecordedCall): string => `${bucketOf(call)}/${text(call, 'Key')}`;

/** Who may not list a bucket is told "denied" of an object that is absent (S3 API reference, GetObject, "Permissions"): no list is asked for, so no prefix. */
const found = (call: RecordedCall): readonly Asking[] =>
  call.status === 404 ? [{ action: 's3:ListBucket', resource: bucketOf(call) }] : [];
/** A write that depends on what is there has to read it (S3 user guide, "Conditional writes": If-Match asks for s3:GetObject too). */
const compared = (call: RecordedCall): readonly Asking[] =>
  call.input.IfMatch === undefined ? [] : [{ action: 's3:GetObject', resource: objectOf(call) }];
const reading: Ask = (call) => [{ action: 's3:GetObject', resource: objectOf(call) }, ...found(call)];
const writing: Ask = (call) => [{ action: 's3:PutObject', resource: objectOf(call) }, ...compared(call)];

/** S3 user guide, "Required permissions for Amazon S3 API operations": most operations have an action of another name. */
const s3: Readonly<Record<string, Ask>> = {
  GetObject: reading,
  HeadObject: reading,
  PutObject: writing,
  CreateMultipartUpload: writing,
  UploadPart: writing,
  CompleteMultipartUpload: writing,
  AbortMultipartUpload: (call) => [{ action: 's3:AbortMultipartUpload', resource: objectOf(call) }],
  ListObjectsV2: (call) => {
    const { Prefix, Delimiter, MaxKeys } = call.input;
    const given = (value: unknown) => (value === undefined ? undefined : String(value));
    const says = { 's3:prefix': given(Prefix), 's3:delimiter': given(Delimiter), 's3:max-keys': given(MaxKeys) };
    return [{ action: 's3:ListBucket', resource: bucketOf(call), says }];
  },
};

/** STS API reference, AssumeRole: a source identity and tags are actions of their own, which the trust policy allows, too. */
const assuming: Ask = (call) => {
  const given = (name: string) => (call.input[name] === undefined ? undefined : text(call, name));
  const says = {
    'sts:ExternalId': given('ExternalId'),
    'sts:RoleSessionName': given('RoleSessionName'),
    'sts:SourceIdentity': given('SourceIdentity'),
  };
  const actions = ['AssumeRole', ...(call.input.SourceIdentity === undefined ? [] : ['SetSourceIdentity'])];
  if (call.input.Tags !== undefined) throw new Error('session tags are not known here');
  return actions.map((name) => ({ action: `sts:${name}`, resource: text(call, 'RoleArn'), says }));
};

/** By SDK package and operation, as the Service Authorization Reference has them ("Actions, resources, and condition keys for …"). */
const table: Readonly<Record<string, Readonly<Record<string, Ask>>>> = {
  s3,
  // Describe* of EC2 and of both load balancers take no resource.
  ec2: {
    GetManagedPrefixListEntries: on(
      'ec2',
      inRegion('ec2', (call) => `prefix-list/${text(call, 'PrefixListId')}`),
    ),
  },
  eks: {
    ListClusters: everywhere('eks'),
    DescribeClusterVersions: everywhere('eks'),
    DescribeCluster: cluster('name'),
    ListNodegroups: cluster('clusterName'),
    ListPodIdentityAssociations: cluster('clusterName'),
    DescribePodIdentityAssociation: on(
      'eks',
      inRegion('eks', (call) => `podidentityassociation/${text(call, 'clusterName')}/${text(call, 'associationId')}`),
    ),
    DescribeNodegroup: on(
      'eks',
      inRegion('eks', (call) => `nodegroup/${text(call, 'clusterName')}/${text(call, 'nodegroupName')}/00000000`),
    ),
  },
  iam: { GetAccountSummary: everywhere('iam') },
  kms: { DescribeKey: on('kms', (call, account) => keyOf(call, account)) },
  organizations: {
    ListAccounts: everywhere('organizations'),
    ListRoots: everywhere('organizations'),
    ListAccountsForParent: on('organizations', (call, account) => parentOf(call, account)),
    ListOrganizationalUnitsForParent: on('organizations', (call, account) => parentOf(call, account)),
  },
  sfn: {
    StartExecution: on('states', (call) => text(call, 'stateMachineArn')),
    DescribeExecution: on('states', (call) => text(call, 'executionArn')),
  },
  sns: { Publish: on('sns', (call) => text(call, 'TopicArn')) },
  sts: {
    // "No permissions are required": not even a Deny keeps anyone from it.
    GetCallerIdentity: () => [],
    AssumeRole: assuming,
  },
};

function keyOf(call: RecordedCall, account: string): string {
  const id = text(call, 'KeyId');
  return id.startsWith('arn:') ? id : `arn:aws:kms:${call.region}:${account}:key/${id}`;
}

/** The organization's id does not matter: nobody's policy names one. */
function parentOf(call: RecordedCall, account: string): string {
  const id = text(call, 'ParentId');
  const of = `arn:aws:organizations::${account}`;
  return id.startsWith('r-') ? `${of}:root/o-0000000000/${id}` : `${of}:ou/o-0000000000/${id}`;
}

/** What IAM is asked for a call. @throws Error for an operation that is not known here */
export function asking(call: RecordedCall, account: string): readonly Asking[] {
  const { service, operation } = call;
  const ask = table[service]?.[operation];
  if (ask !== undefined) return ask(call, account);
  if (/^Describe[A-Z]/.test(operation) && service === 'ec2') return everywhere('ec2')(call, account);
  if (/^Describe[A-Z]/.test(operation) && /^elastic-load-balancing/.test(service))
    return everywhere('elasticloadbalancing')(call, account);
  throw new Error(`what IAM asks for ${service} ${operation} is not known here: look it up and add it to the table`);
}
