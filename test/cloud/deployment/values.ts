import type { Resolve } from '../asl/cloudformation.ts';
import { isObject, type Json, type JsonObject } from '../asl/json.ts';

/** Where a stack is deployed. */
export interface Place {
  account: string;
  region: string;
  /** Of the HTTP API. */
  apiUrl: string;
}

type Attributes = Readonly<Record<string, string>>;
/** What Ref gives, and attributes by their names (CloudFormation resource reference, "Return values"). */
type Made = (id: string, properties: JsonObject, place: Place) => Attributes & { readonly Ref: string };

const arn = (service: string, { account, region }: Place, rest: string): string =>
  `arn:aws:${service}:${region}:${account}:${rest}`;
const named = (id: string, properties: JsonObject, property: string): string =>
  typeof properties[property] === 'string' ? properties[property] : id;

const made: Readonly<Record<string, Made>> = {
  'AWS::S3::Bucket': (id, properties) => {
    const name = named(`postern-${id.toLowerCase()}`.slice(0, 63), properties, 'BucketName');
    return { Ref: name, Arn: `arn:aws:s3:::${name}`, RegionalDomainName: `${name}.s3.amazonaws.com` };
  },
  'AWS::Lambda::Function': (id, properties, place) => {
    const name = named(id, properties, 'FunctionName');
    return { Ref: name, Arn: arn('lambda', place, `function:${name}`) };
  },
  'AWS::StepFunctions::StateMachine': (id, properties, place) => {
    const name = named(id, properties, 'StateMachineName');
    const machine = arn('states', place, `stateMachine:${name}`);
    return { Ref: machine, Arn: machine, Name: name };
  },
  'AWS::SNS::Topic': (id, properties, place) => {
    const name = named(id, properties, 'TopicName');
    return { Ref: arn('sns', place, name), TopicArn: arn('sns', place, name), TopicName: name };
  },
  'AWS::SQS::Queue': (id, properties, place) => {
    const name = named(id, properties, 'QueueName');
    const url = `https://sqs.${place.region}.amazonaws.com/${place.account}/${name}`;
    return { Ref: url, Arn: arn('sqs', place, name), QueueName: name, QueueUrl: url };
  },
  'AWS::KMS::Key': (id, _properties, place) => ({ Ref: id, KeyId: id, Arn: arn('kms', place, `key/${id}`) }),
  'AWS::IAM::Role': (id, properties, { account }) => {
    const name = named(id, properties, 'RoleName');
    return { Ref: name, Arn: `arn:aws:iam::${account}:role/${name}`, RoleId: `AROA${id.toUpperCase()}` };
  },
  'AWS::IAM::ManagedPolicy': (id, properties, { account }) => ({
    Ref: `arn:aws:iam::${account}:policy/${named(id, properties, 'ManagedPolicyName')}`,
  }),
  'AWS::Logs::LogGroup': (id, properties, place) => {
    const name = named(id, properties, 'LogGroupName');
    return { Ref: name, Arn: arn('logs', place, `log-group:${name}:*`) };
  },
  'AWS::ApiGatewayV2::Api': (id, _properties, { apiUrl }) => ({ Ref: id.toLowerCase().slice(0, 10), ApiEndpoint: apiUrl }),
};

/** The values that a stack has once it is deployed: of pseudo parameters, of parameters, and of resources. */
export function valuesOf(template: JsonObject, place: Place, parameters: Attributes = {}): Resolve {
  const resources = isObject(template.Resources) ? template.Resources : {};
  const pseudo: Attributes = {
    'AWS::AccountId': place.account,
    'AWS::Partition': 'aws',
    'AWS::Region': place.region,
    'AWS::StackId': arn('cloudformation', place, 'stack/Postern/51af3dc0-da77-11e4-872e-1234567db123'),
    'AWS::StackName': 'Postern',
    'AWS::URLSuffix': 'amazonaws.com',
    ...parameters,
  };
  const own = (value: Json | undefined, name: string): string | undefined =>
    isObject(value) && typeof value.Default === 'string' ? value.Default : pseudo[name];
  const resolve: Resolve = (name, attribute) => {
    const resource = resources[name];
    if (!isObject(resource)) {
      const declared = isObject(template.Parameters) ? template.Parameters[name] : undefined;
      return attribute === undefined ? (pseudo[name] ?? own(declared, name)) : undefined;
    }
    const properties = isObject(resource.Properties) ? resource.Properties : {};
    const values = made[String(resource.Type)]?.(name, properties, place) ?? { Ref: name };
    return values[attribute ?? 'Ref'];
  };
  return resolve;
}

/** The resources of a type by their logical ids, as they stand in the template. */
export function resourcesOf(
  template: JsonObject,
  type: string,
): readonly { readonly id: string; readonly properties: JsonObject }[] {
  const resources = isObject(template.Resources) ? template.Resources : {};
  return Object.entries(resources).flatMap(([id, resource]) =>
    isObject(resource) && resource.Type === type
      ? [{ id, properties: isObject(resource.Properties) ? resource.Properties : {} }]
      : [],
  );
}
