import { join } from 'node:path';
import { type Resolve, resolveValue } from '../asl/cloudformation.ts';
import { isObject, type JsonObject } from '../asl/json.ts';
import type { FunctionOptions } from '../lambda/function.ts';
import { resourcesOf } from './values.ts';

/** What was synthesized, and what its functions are given besides. */
export interface Assembly {
  /** The folder that CDK synthesized into: template and assets. */
  assembly: string;
  /** Another S3 than the estate's: an endpoint, with the credentials that it takes. */
  s3?: { readonly endpoint: string; readonly credentials: { accessKeyId: string; secretAccessKey: string } };
  /** Longest that a function may take (milliseconds), where that is less than its own. */
  longestMs?: number;
}

/** The functions of a stack, with their own bundles, variables and limits. */
export function functionsOf({ assembly, longestMs, s3 }: Assembly, template: JsonObject, resolve: Resolve) {
  const functions: Record<string, FunctionOptions> = {};
  for (const { id, properties } of resourcesOf(template, 'AWS::Lambda::Function')) {
    const { Code: code, Handler: handler, Timeout: seconds = 3, MemorySize: memory = 128 } = properties;
    const key = isObject(code) ? String(resolveValue(code.S3Key ?? '', resolve)) : '';
    const name = resolve(id, undefined) ?? id;
    functions[name] = {
      bundleDir: join(assembly, `asset.${key.replace(/\.zip$/, '')}`),
      handler: String(handler),
      timeoutMs: Math.min(Number(seconds) * 1000, longestMs ?? Number.POSITIVE_INFINITY),
      memory: Number(memory),
      // Each is a process that has everything to compile: few do as well as many.
      slots: 2,
      environment: {
        ...variablesOf(properties, resolve),
        ...credentialsOf(s3?.credentials ?? { accessKeyId: accessKeyOf(name), secretAccessKey: 'test' }),
      },
    };
  }
  return functions;
}

/** A function's credentials name it, so that it is known who called. */
export const accessKeyOf = (name: string): string =>
  `AKIA${name.replaceAll(/[^a-z]/g, '').toUpperCase()}`.padEnd(20, '0').slice(0, 20);

const credentialsOf = ({
  accessKeyId,
  secretAccessKey,
}: {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}) => ({
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
});

function variablesOf(properties: JsonObject, resolve: Resolve): Record<string, string> {
  const { Variables: variables = {} } = isObject(properties.Environment) ? properties.Environment : {};
  const resolved = resolveValue(variables, resolve);
  return isObject(resolved) ? Object.fromEntries(Object.entries(resolved).map(([name, value]) => [name, String(value)])) : {};
}

/** The bucket that the functions are told of. */
export function bucketOf(template: JsonObject, resolve: Resolve): string {
  for (const { properties } of resourcesOf(template, 'AWS::Lambda::Function')) {
    const { POSTERN_BUCKET: bucket } = variablesOf(properties, resolve);
    if (bucket !== undefined) return bucket;
  }
  throw new Error('no function is told of a bucket');
}
