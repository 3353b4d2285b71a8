import { basename, dirname, extname, resolve } from 'node:path';

/** A function as it is deployed. */
export interface FunctionOptions {
  /** The folder of its bundle, as `cdk.out/asset.<hash>`; else `file`. */
  bundleDir?: string;
  /** The one file of its code, of any extension that Node imports; else `bundleDir`. */
  file?: string;
  /** `index.handler` with `bundleDir`; the name of the export with `file`. */
  handler: string;
  /** The function's own variables. With those of `endpointEnv` and Lambda's they are all that its processes see. */
  environment?: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** MB; also the most that the process's heap may grow to. 128 when it is not given. */
  memory?: number;
  /** How many processes it may have; further calls wait. 4 when it is not given. */
  slots?: number;
  /** How many calls may be under way; further ones are refused (429). No limit when it is not given. */
  reservedConcurrency?: number;
}

/** A function as it is run. */
export interface Deployed extends FunctionOptions {
  name: string;
  arn: string;
  memory: number;
  slots: number;
  taskRoot: string;
  /** As `_HANDLER` has it: module without extension, then export. */
  entry: string;
  /** The whole environment of a process, but for the Runtime API's address. */
  env: Readonly<Record<string, string>>;
}

/** Who Lambda is here. */
export interface Place {
  region: string;
  account: string;
  endpointEnv: Readonly<Record<string, string>>;
}

/** @throws Error when there is not exactly one of `bundleDir` and `file`. */
export function deploy(name: string, options: FunctionOptions, place: Place): Deployed {
  const { bundleDir, file, handler, memory = 128, slots = 4 } = options;
  if ((bundleDir === undefined) === (file === undefined)) throw new Error(`${name} needs one of bundleDir and file`);
  const taskRoot = resolve(bundleDir ?? dirname(file ?? ''));
  const entry = file === undefined ? handler : `${basename(file, extname(file))}.${handler}`;
  return {
    ...options,
    name,
    arn: `arn:aws:lambda:${place.region}:${place.account}:function:${name}`,
    memory,
    slots,
    taskRoot,
    entry,
    env: { ...lambdaEnv(name, memory, place.region, taskRoot, entry), ...place.endpointEnv, ...options.environment },
  };
}

/** The variables that Lambda sets (developer guide, "Defined runtime environment variables"), as far as Node's runtime and the SDK read them. */
function lambdaEnv(name: string, memory: number, region: string, taskRoot: string, entry: string): Record<string, string> {
  return {
    _HANDLER: entry,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memory),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_REGION: region,
    // A home that does not exist: the SDK must not find this machine's ~/.aws.
    HOME: '/home/sbx_user1051',
    LAMBDA_TASK_ROOT: taskRoot,
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
  };
}
