import * as ec2 from '@aws-sdk/client-ec2';
import * as eks from '@aws-sdk/client-eks';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import * as organizations from '@aws-sdk/client-organizations';
import * as s3 from '@aws-sdk/client-s3';
import * as sts from '@aws-sdk/client-sts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface Client {
  send(command: object): Promise<unknown>;
}
type Package = readonly [new (options: object) => Client, Readonly<Record<string, new (input: object) => object>>];

/** A package of the SDK: its client, and its commands by name. */
const packageOf = (client: unknown, commands: object): Package => [client, commands] as unknown as Package;
const packages: Readonly<Record<string, Package>> = {
  ec2: packageOf(ec2.EC2Client, ec2),
  eks: packageOf(eks.EKSClient, eks),
  'elastic-load-balancing-v2': packageOf(elb.ElasticLoadBalancingV2Client, elb),
  iam: packageOf(iam.IAMClient, iam),
  organizations: packageOf(organizations.OrganizationsClient, organizations),
  s3: packageOf(s3.S3Client, s3),
  sts: packageOf(sts.STSClient, sts),
};

/**
 * Whether a server that enforces IAM lets a call in: anything but 403 is past its check, also that there is no such cluster.
 * @throws Error for a service or an operation that is not here, and when there was no answer
 */
export async function isAllowed(
  endpoint: string,
  region: string,
  credentials: Credentials,
  call: { readonly service: string; readonly operation: string; readonly input: object },
): Promise<boolean> {
  const [Client, commands] = packages[call.service] ?? [];
  const Command = commands?.[`${call.operation}Command`];
  if (Client === undefined || Command === undefined)
    throw new Error(`${call.service} ${call.operation} is not among the SDK's here`);
  const client = new Client({ endpoint, region, credentials, maxAttempts: 1, forcePathStyle: true });
  try {
    await client.send(new Command(call.input));
    return true;
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined) throw error;
    return status !== 403;
  }
}

/** From the error, or, where the answer was none of the protocol (moto's refusals of EKS are XML), from the answer itself. */
function statusOf(error: unknown): number | undefined {
  const known = error as {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly $response?: { readonly statusCode?: number };
  };
  return known.$metadata?.httpStatusCode ?? known.$response?.statusCode;
}
