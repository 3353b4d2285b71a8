/**
 * The environment variables of the functions: infra/ writes them, together with the permission that each needs; functions/ read them
 * here, and nowhere else.
 */

/** What a function may be told, and how its variable is called. */
export const variables = {
  /** The name of the bucket of runs. */
  bucket: 'POSTERN_BUCKET',
  /** The external id that the member roles ask for (STS AssumeRole, "ExternalId"). */
  externalId: 'POSTERN_EXTERNAL_ID',
  /** The ARN of the state machine. */
  stateMachine: 'POSTERN_STATE_MACHINE',
  /** The ARN of the topic that runs are announced on. */
  topic: 'POSTERN_TOPIC',
  /** The address of the HTTP API, for links in announcements. */
  api: 'POSTERN_API',
  /** The Region that the function runs in: set by Lambda. */
  region: 'AWS_REGION',
} as const;

export type Variable = keyof typeof variables;

const patterns: Readonly<Record<Variable, RegExp>> = {
  bucket: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  externalId: /^[\w+=,.@:/-]{2,1224}$/,
  stateMachine: /^arn:[a-z-]{2,30}:states:[a-z0-9-]{5,30}:\d{12}:stateMachine:[\w-]{1,80}$/,
  topic: /^arn:[a-z-]{2,30}:sns:[a-z0-9-]{5,30}:\d{12}:[\w-]{1,256}$/,
  api: /^https?:\/\/[A-Za-z0-9.:-]{1,253}(\/[\w.~/-]{0,200})?$/,
  region: /^[a-z]{2,8}(-[a-z]{1,16}){1,3}-\d{1,2}$/,
};

/**
 * The variables that a function needs.
 * @param env `process.env`
 * @throws Error that names the variable which is missing or malformed: the deployment is at fault
 */
export function readEnvironment<const Name extends Variable>(
  env: Readonly<Record<string, string | undefined>>,
  ...names: readonly Name[]
): Readonly<Record<Name, string>> {
  const entries = names.map((name): [Name, string] => {
    const value = env[variables[name]] ?? '';
    if (value === '') throw new Error(`the variable ${variables[name]} is not set; deploy again`);
    if (!patterns[name].test(value)) throw new Error(`the variable ${variables[name]} is not what it should be; deploy again`);
    return [name, value];
  });
  return Object.fromEntries(entries) as Record<Name, string>;
}

/**
 * The credentials of the function's own role, as Lambda sets them for as long as the process lives (developer guide, "Defined runtime
 * environment variables").
 * @throws Error where there are none
 */
export function readCredentials(env: Readonly<Record<string, string | undefined>>) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = env;
  if (!accessKeyId || !secretAccessKey) throw new Error('the function has no credentials; give it a role');
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

/** Where S3 is, if it is not AWS's own: the variables that the SDK reads, for what is signed without a client of it. */
export const readS3Endpoint = (env: Readonly<Record<string, string | undefined>>): string | undefined =>
  env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || undefined;
