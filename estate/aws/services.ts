import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as ec2 from '@aws-sdk/client-ec2';
import * as eks from '@aws-sdk/client-eks';
import * as elb from '@aws-sdk/client-elastic-load-balancing';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as organizations from '@aws-sdk/client-organizations';
import * as s3 from '@aws-sdk/client-s3';
import * as sts from '@aws-sdk/client-sts';
import { type Dialect, dialects } from './dialects.ts';
import { jsonRpc } from './json.ts';
import type { Protocol } from './protocol.ts';
import { awsQuery, ec2Query } from './query.ts';
import { jsonFormat, rest } from './rest.ts';
import { s3Protocol } from './s3-protocol.ts';
import { type Operation, operationsOf } from './schema.ts';

export interface Service {
  /** As the SDK's package is named, which is also its name in an estate file. */
  readonly name: ServiceName;
  /** The service in a signature's credential scope, and the prefix of its IAM actions; both generations of load balancers share one. */
  readonly signingName: string;
  readonly apiVersion: string;
  readonly protocol: Protocol;
  readonly dialect: Dialect;
  readonly operations: ReadonlyMap<string, Operation>;
  /** Answers in any Region, whether or not the account has enabled it. */
  readonly everywhere: boolean;
}

export const serviceNames = [
  'ec2',
  'eks',
  'elastic-load-balancing-v2',
  'elastic-load-balancing',
  'kms',
  'sts',
  'iam',
  'cloudwatch-logs',
  'organizations',
  's3',
] as const;
export type ServiceName = (typeof serviceNames)[number];

type Row = Omit<Service, 'name' | 'operations' | 'everywhere'> & { readonly sdk: object; readonly everywhere?: true };
const row = (sdk: object, signingName: string, apiVersion: string, protocol: Protocol, dialect: Dialect): Row => ({
  sdk,
  signingName,
  apiVersion,
  protocol,
  dialect,
});
const elbNamespace = (version: string): string => `http://elasticloadbalancing.amazonaws.com/doc/${version}/`;

/** API versions and XML namespaces are part of each service's public interface and do not change. */
const rows: Readonly<Record<ServiceName, Row>> = {
  ec2: row(ec2, 'ec2', '2016-11-15', ec2Query('http://ec2.amazonaws.com/doc/2016-11-15/'), dialects.ec2),
  eks: row(eks, 'eks', '2017-11-01', rest(jsonFormat), dialects.eks),
  'elastic-load-balancing-v2': row(
    elbv2,
    'elasticloadbalancing',
    '2015-12-01',
    awsQuery(elbNamespace('2015-12-01')),
    dialects.query,
  ),
  'elastic-load-balancing': row(
    elb,
    'elasticloadbalancing',
    '2012-06-01',
    awsQuery(elbNamespace('2012-06-01')),
    dialects.query,
  ),
  kms: row(kms, 'kms', '2014-11-01', jsonRpc, dialects.json),
  sts: {
    ...row(sts, 'sts', '2011-06-15', awsQuery('https://sts.amazonaws.com/doc/2011-06-15/'), dialects.query),
    everywhere: true,
  },
  iam: {
    ...row(iam, 'iam', '2010-05-08', awsQuery('https://iam.amazonaws.com/doc/2010-05-08/'), dialects.query),
    everywhere: true,
  },
  'cloudwatch-logs': row(logs, 'logs', '2014-03-28', jsonRpc, dialects.logs),
  organizations: { ...row(organizations, 'organizations', '2016-11-28', jsonRpc, dialects.organizations), everywhere: true },
  s3: { ...row(s3, 's3', '2006-03-01', s3Protocol, dialects.s3), everywhere: true },
};

let table: ReadonlyMap<ServiceName, Service> | undefined;

/** Every service, its operations read from the client packages when first asked for. */
export function services(): ReadonlyMap<ServiceName, Service> {
  table ??= new Map(
    serviceNames.map((name): [ServiceName, Service] => {
      const { sdk, everywhere = false, ...rest } = rows[name];
      const operations = operationsOf(sdk as Readonly<Record<string, unknown>>);
      return [name, { ...rest, name, everywhere, operations }];
    }),
  );
  return table;
}

export const isServiceName = (name: string): name is ServiceName => (serviceNames as readonly string[]).includes(name);
