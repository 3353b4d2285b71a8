import type { sdk } from './services.ts';

/** Some of them: a function of the deployment names those that it uses, so that its bundle holds no others. */
export type Services = Partial<typeof sdk>;
export type ServiceName = keyof typeof sdk;
type Commands<S extends ServiceName> = Awaited<ReturnType<(typeof sdk)[S]>>['commands'];
export type OperationName<S extends ServiceName> = Extract<keyof Commands<S>, string>;
type CommandOf<S extends ServiceName, O extends OperationName<S>> = Commands<S>[O] extends abstract new (
  ...parts: never[]
) => infer C
  ? C
  : never;
/** What an operation takes, and what it answers, as the SDK types them. Every member of an answer may be absent. */
export type Input<S extends ServiceName, O extends OperationName<S>> =
  CommandOf<S, O> extends { readonly input: infer I } ? I : never;
export type Output<S extends ServiceName, O extends OperationName<S>> =
  CommandOf<S, O> extends { resolveMiddleware(...parts: never[]): (...parts: never[]) => Promise<{ output: infer R }> }
    ? R
    : never;

/** The prefix of a service's IAM actions, where it is not the package's name. */
const prefixes: Readonly<Partial<Record<string, string>>> = {
  'elastic-load-balancing': 'elasticloadbalancing',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
  'cloudwatch-logs': 'logs',
};

/** The IAM action that allows an operation. Operations whose action has another name are not among ours (S3's ListObjectsV2 is one). */
export const iamAction = (service: ServiceName, operation: string): string => `${prefixes[service] ?? service}:${operation}`;
