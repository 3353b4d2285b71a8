import { Aws, RemovalPolicy } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { NAME } from '../names.ts';
import { acknowledge, referenceTo } from './acknowledge.ts';
import type { ScannerFunction } from './scanner-function.ts';

export interface ApiProps {
  readonly functions: Readonly<Record<'start-scan' | 'download', ScannerFunction>>;
}

const routes = [
  { method: HttpMethod.POST, path: '/scans', handledBy: 'start-scan' },
  { method: HttpMethod.GET, path: '/scans/{id}', handledBy: 'start-scan' },
  { method: HttpMethod.GET, path: '/reports', handledBy: 'download' },
  { method: HttpMethod.GET, path: '/reports/{run}/{file}', handledBy: 'download' },
] as const;
const STAGE = '$default';

/** The HTTP API: every route asks for a signature (IAM); two policies to hand out say who may use which. */
export class Api extends Construct {
  readonly api: HttpApi;
  readonly readers: ManagedPolicy;
  readonly operators: ManagedPolicy;

  constructor(scope: Construct, id: string, { functions }: ApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'HttpApi', {
      apiName: NAME,
      createDefaultStage: false,
      description: 'Scans and reports of Postern',
    });
    const authorizer = new HttpIamAuthorizer();
    for (const { method, path, handledBy } of routes)
      this.api.addRoutes({
        path,
        methods: [method],
        authorizer,
        integration: new HttpLambdaIntegration(handledBy, functions[handledBy].lambda),
      });
    this.#stage();
    const reads = ['GET/scans/*', 'GET/reports', 'GET/reports/*'];
    this.readers = this.#policy('Readers', 'readers', 'May follow scans of Postern and download its reports', reads);
    this.operators = this.#policy('Operators', 'operators', 'May start scans of Postern, besides', [...reads, 'POST/scans']);
  }

  /** Tells a function the address, for the links that it writes. */
  tell(to: ScannerFunction): void {
    to.tell('api', this.api.apiEndpoint);
  }

  #stage(): void {
    const logs = new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/apis/${NAME}`,
      retention: RetentionDays.ONE_YEAR,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const fields = ['requestId', 'requestTime', 'httpMethod', 'routeKey', 'path', 'status', 'responseLength'];
    const caller = ['caller', 'userArn', 'sourceIp'].map((name) => [name, `$context.identity.${name}`]);
    const format = Object.fromEntries([...fields.map((name) => [name, `$context.${name}`]), ...caller]);
    new CfnStage(this, 'Stage', {
      apiId: this.api.apiId,
      stageName: STAGE,
      autoDeploy: true,
      accessLogSettings: { destinationArn: logs.logGroupArn, format: JSON.stringify(format) },
      defaultRouteSettings: { throttlingBurstLimit: 20, throttlingRateLimit: 10 },
    });
  }

  #policy(id: string, name: string, description: string, requests: readonly string[]): ManagedPolicy {
    const arn = (partition: string, region: string, account: string, api: string) =>
      requests.map((request) => `arn:${partition}:execute-api:${region}:${account}:${api}/${STAGE}/${request}`);
    const resources = arn(Aws.PARTITION, Aws.REGION, Aws.ACCOUNT_ID, this.api.apiId);
    const policy = new ManagedPolicy(this, id, {
      managedPolicyName: `${NAME}-${name}`,
      description,
      statements: [new PolicyStatement({ sid: 'UseApi', actions: ['execute-api:Invoke'], resources })],
    });
    const found = arn('<AWS::Partition>', '<AWS::Region>', '<AWS::AccountId>', `<${referenceTo(this.api)}>`);
    acknowledge(
      policy,
      'Any scan and any report: runs are made every night, and whoever may read one may read all.',
      ...found.map((one) => `IAM5[Resource::${one}]`),
    );
    return policy;
  }
}
