import { EC2Client } from '@aws-sdk/client-ec2';
import { EKSClient } from '@aws-sdk/client-eks';
import { ElasticLoadBalancingClient } from '@aws-sdk/client-elastic-load-balancing';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** Clients of the SDK for one account in one Region of a server. */
export interface Clients {
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly ec2: EC2Client;
  readonly eks: EKSClient;
  readonly elb: ElasticLoadBalancingClient;
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly organizations: OrganizationsClient;
  readonly sts: STSClient;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export function clientsAt(
  url: string,
  region: string,
  credentials: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' },
): Clients {
  const options = { endpoint: url, region, credentials, maxAttempts: 1 };
  return {
    url,
    region,
    accessKeyId: credentials.accessKeyId,
    ec2: new EC2Client(options),
    eks: new EKSClient(options),
    elb: new ElasticLoadBalancingClient(options),
    elbv2: new ElasticLoadBalancingV2Client(options),
    iam: new IAMClient(options),
    kms: new KMSClient(options),
    organizations: new OrganizationsClient(options),
    sts: new STSClient(options),
  };
}

/** The same in another account, through a role of it. */
export async function inAccount({ url, region, sts }: Clients, account: string): Promise<Clients> {
  const RoleArn = `arn:aws:iam::${account}:role/builder`;
  const { Credentials: given } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'builder' }));
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given ?? {};
  if (!accessKeyId || !secretAccessKey || !sessionToken) throw new Error('AssumeRole gave no credentials');
  return clientsAt(url, region, { accessKeyId, secretAccessKey, sessionToken });
}
