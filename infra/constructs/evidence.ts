import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectLockRetention,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../../shared/config/schema.ts';
import { INSIDE, RUNS } from '../../shared/contract/keys.ts';
import { LINK_SECONDS } from '../../shared/contract/links.ts';
import { EXECUTIONS } from '../definition.ts';
import { acknowledge, keysOf } from './acknowledge.ts';
import type { ScannerFunction } from './scanner-function.ts';

type Retention = NonNullable<NonNullable<Config['deployment']>['evidence']>;

/** Keys of the bucket, or patterns of keys, that a function may read and write, and prefixes that it may list. */
export interface Access {
  readonly read: readonly string[];
  readonly write?: readonly string[];
  readonly list: readonly string[];
}

const DEFAULT_LOCK_DAYS = 365;
const GRACE_DAYS = 35;
const INSIDE_DAYS = 7;
/** S3 takes nothing into Infrequent Access earlier, and bills another 30 days of it whatever is deleted. */
const IDLE_DAYS = 30;

const common = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  removalPolicy: RemovalPolicy.RETAIN,
} satisfies BucketProps;

/** The key, the bucket of runs, the bucket of what the state machine writes for itself, and the bucket of their access logs. */
export class Evidence extends Construct {
  readonly key: Key;
  readonly bucket: Bucket;
  /** Not locked: Step Functions does not say that it sends the checksum which a bucket with a default retention asks for. */
  readonly work: Bucket;

  constructor(scope: Construct, id: string, retention: Retention = {}) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: 'Evidence and announcements of Postern',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const logs = new Bucket(this, 'AccessLogs', {
      ...common,
      // Server access logs cannot be delivered to a bucket whose default is a key of KMS.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(400) }, { abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    });
    acknowledge(
      logs,
      'This is the bucket that access logs are delivered to; logging its own deliveries would never end.',
      'S1',
    );
    // The CDK's own class does not fit its interface under exactOptionalPropertyTypes.
    const encrypted = {
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: logs as IBucket,
    };
    this.bucket = this.#evidence(encrypted, retention);
    this.work = new Bucket(this, 'Work', {
      ...common,
      ...encrypted,
      serverAccessLogsPrefix: 'work/',
      lifecycleRules: [
        { prefix: EXECUTIONS, expiration: Duration.days(30) },
        { abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
    });
  }

  /** Lets a function use the bucket, as far as it says, and tells it which. */
  grant(to: ScannerFunction, access: Access): void {
    for (const statement of this.#statements(access)) to.allow(statement);
    to.tell('bucket', this.bucket.bucketName);
    acknowledge(
      to.role,
      'Each run has keys of its own, below names that are not known beforehand; the function is held to the kinds of objects that it uses.',
      ...new Set(
        [...access.read, ...(access.write ?? [])]
          .filter((key) => key.includes('*'))
          .map((key) => `IAM5[Resource::${keysOf(this.bucket, key)}]`),
      ),
    );
  }

  /** What it takes to use the bucket, and the key through S3 only. */
  #statements({ read, write = [], list }: Access): readonly PolicyStatementProps[] {
    const at = (keys: readonly string[]) => keys.map((key) => this.bucket.arnForObjects(key));
    return [
      { sid: 'Read', actions: ['s3:GetObject'], resources: at(read) },
      ...(write.length === 0
        ? []
        : [{ sid: 'Write', actions: ['s3:PutObject', 's3:AbortMultipartUpload'], resources: at(write) }]),
      {
        sid: 'List',
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
        // Without a prefix, too, as it is when an absent object is read: S3 says "absent" to those who may list, and "denied" to others.
        conditions: { StringLikeIfExists: { 's3:prefix': list } },
      },
      useOfKey(this.key, 's3', write.length > 0),
    ];
  }

  #evidence(encrypted: BucketProps, { mode = 'governance', lockDays = DEFAULT_LOCK_DAYS, deleteAfterDays }: Retention): Bucket {
    const days = Duration.days(lockDays);
    const kept = Duration.days(deleteAfterDays ?? lockDays + GRACE_DAYS);
    const bucket = new Bucket(this, 'Bucket', {
      ...common,
      ...encrypted,
      serverAccessLogsPrefix: 'evidence/',
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention:
        mode === 'compliance' ? ObjectLockRetention.compliance(days) : ObjectLockRetention.governance(days),
      lifecycleRules: [
        {
          prefix: RUNS,
          expiration: kept,
          ...(kept.toDays() > 2 * IDLE_DAYS && {
            transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(IDLE_DAYS) }],
          }),
        },
        { prefix: 'announced/', expiration: kept },
        // What is used of it is a day old at most, and is in the run that used it.
        { prefix: INSIDE, expiration: Duration.days(INSIDE_DAYS) },
        {
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          expiredObjectDeleteMarker: true,
        },
      ],
    });
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NoOldSignatures',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:*'],
        resources: [bucket.arnForObjects('*')],
        conditions: { NumericGreaterThan: { 's3:signatureAge': String(LINK_SECONDS * 1_000) } },
      }),
    );
    return bucket;
  }
}

/** The use of a key through one service, never by itself (KMS Developer Guide, "kms:ViaService"). Writing in parts decrypts, too. */
export function useOfKey(key: Key, service: 's3' | 'sns', writes: boolean): PolicyStatementProps {
  return {
    sid: service === 's3' ? 'KeyOfBucket' : 'KeyOfTopic',
    actions: writes ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${Stack.of(key).region}.amazonaws.com` } },
  };
}
