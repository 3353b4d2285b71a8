import type { Aws } from '../../../shared/clients/aws.ts';
import { AwsError } from '../../../shared/clients/errors.ts';
import { createPace, type PaceLimits } from '../../../shared/clients/probe/pace.ts';
import type { ProbeRow } from '../../../shared/stages/probe/dials.ts';
import { createProber, type Probing } from '../../../shared/stages/probe/prober.ts';
import { authority, host, type loopback, toolsOf } from '../../clients/probe/servers.ts';

export const place = { partition: 'aws', account: '111122223333', region: 'eu-central-1' };
export const clusterArn = 'arn:aws:eks:eu-central-1:111122223333:cluster/shop';
export const balancerArn = 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/web/0123456789abcdef';
export const classicArn = 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/old';

/** What the APIs answer when addresses are read anew. */
export interface Now {
  /** Public addresses of interfaces, by id. */
  readonly interfaces?: Readonly<Record<string, readonly string[]>>;
  readonly descriptions?: Readonly<Record<string, string>>;
  /** Accounts of interfaces, where it is another's. */
  readonly owners?: Readonly<Record<string, string>>;
  /** Names of load balancers, by ARN or, of classic ones, by name. */
  readonly balancers?: Readonly<Record<string, string>>;
  readonly endpoint?: string | undefined;
  readonly denied?: readonly string[];
}

/** AWS as far as probes ask it, and what it was asked. */
function awsOf(now: Now): { readonly aws: Aws; readonly asked: string[] } {
  const asked: string[] = [];
  const interfaces = Object.entries(now.interfaces ?? {}).map(([NetworkInterfaceId, addresses]) => ({
    NetworkInterfaceId,
    ...(now.owners?.[NetworkInterfaceId] !== undefined && { OwnerId: now.owners[NetworkInterfaceId] }),
    Description: now.descriptions?.[NetworkInterfaceId] ?? '',
    PrivateIpAddresses: addresses.filter((one) => !one.includes(':')).map((PublicIp) => ({ Association: { PublicIp } })),
    Ipv6Addresses: addresses.filter((one) => one.includes(':')).map((Ipv6Address) => ({ Ipv6Address })),
  }));
  const answers: Readonly<Record<string, (input: Readonly<Record<string, readonly string[]>>) => object>> = {
    // Filters are left to whoever asks, as an endpoint that knows none would.
    'ec2 DescribeNetworkInterfaces': () => ({ NetworkInterfaces: interfaces }),
    'elastic-load-balancing-v2 DescribeLoadBalancers': ({ LoadBalancerArns: [arn = ''] = [] }) => ({
      LoadBalancers: [{ LoadBalancerArn: arn, DNSName: found(now.balancers?.[arn]) }],
    }),
    'elastic-load-balancing DescribeLoadBalancers': ({ LoadBalancerNames: [name = ''] = [] }) => ({
      LoadBalancerDescriptions: [{ LoadBalancerName: name, DNSName: found(now.balancers?.[name]) }],
    }),
    'eks DescribeCluster': () => ({
      cluster: {
        endpoint: found(now.endpoint),
        certificateAuthority: { data: Buffer.from(authority.certificate).toString('base64') },
      },
    }),
  };
  const call = async (_place: unknown, service: string, operation: string, input: never) => {
    asked.push(operation);
    if (now.denied?.includes(operation)) throw new AwsError('denied', `AccessDenied: ${operation}`, `grant ${operation}`);
    return answers[`${service} ${operation}`]?.(input);
  };
  return { aws: { call } as unknown as Aws, asked };
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new AwsError('gone', 'NotFoundException: it is gone');
  return value;
}

/** Time that passes only where somebody waits. */
const clock = { now: () => 0, sleep: async () => undefined };
export const quick = (limits: Partial<PaceLimits> = {}) =>
  createPace({ perSecond: 1_000, atOnce: 8, most: 500, ...limits }, clock);

/** A prober in a network where all is loopback, over what AWS says now. */
export function proberOf(now: Now, network: ReturnType<typeof loopback>, more: Partial<Probing> = {}) {
  const { aws, asked } = awsOf(now);
  const prober = createProber(aws, { tools: toolsOf({ network: network.network }), pace: quick(), ...more });
  return { prober, asked, dialled: network.dialled };
}

export const row = (more: Partial<ProbeRow>): ProbeRow => ({
  resource: { type: 'network-interface', id: 'eni-1' },
  address: '54.93.0.10',
  protocol: 'tcp',
  ports: [[22, 22]],
  sources: ['0.0.0.0/0'],
  via: 'direct',
  path: [],
  ...more,
});

export const endpointRow = (address = host): ProbeRow =>
  row({ resource: { type: 'eks-endpoint', id: clusterArn }, address, ports: [[443, 443]] });
