import type { Assumed } from '../../calls.ts';
import { type Call, text } from '../call.ts';
import { own } from '../data.ts';
import { at } from '../entities.ts';
import { ServiceError, type Values } from '../protocol.ts';
import type { Special } from './special.ts';

export const sts: Special = {
  answers: {
    GetCallerIdentity: ({ caller, account }) => ({ UserId: caller.userId, Account: account, Arn: caller.arn }),
    AssumeRole: assumeRole,
  },
  finish: adopt,
};

/** Any role of an account that the file has; a role of another account is refused as AWS refuses it. */
function assumeRole(call: Call): Values {
  const { input, region, credentials, estate } = call;
  const { account, role } = roleOf(input.RoleArn);
  const name = text(input.RoleSessionName) ?? '';
  if (!/^[\w+=,.@-]{2,64}$/.test(name))
    throw constraint(name, 'roleSessionName', 'satisfy regular expression pattern: [\\w+=,.@-]*');
  if (own(estate.accounts, account) === undefined)
    throw new ServiceError(
      'AccessDenied',
      403,
      `User: ${call.caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${String(input.RoleArn)}`,
    );
  const seconds = duration(input.DurationSeconds);
  const session = credentials.assume(account, role, name, region, seconds, assumedWith(call));
  return {
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(session.expires).toISOString(),
    },
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
  };
}

/** What a session is asked for with: kept for whoever wants to know, not enforced. */
function assumedWith({ input, caller }: Call): Assumed {
  const [policy, externalId] = [text(input.Policy), text(input.ExternalId)];
  return {
    roleArn: String(input.RoleArn),
    by: caller.accessKeyId,
    ...(policy !== undefined && { policy }),
    ...(externalId !== undefined && { externalId }),
  };
}

function roleOf(arn: unknown): { readonly account: string; readonly role: string } {
  const [, account = '', path = ''] = /^arn:aws[\w-]*:iam::(\d{12}):role\/(.{1,512})$/.exec(String(arn)) ?? [];
  if (account === '') throw new ServiceError('ValidationError', 400, `${String(arn)} is invalid`);
  return { account, role: path.split('/').at(-1) ?? path };
}

/** 15 minutes to 12 hours, an hour unless asked otherwise. */
function duration(seconds: unknown): number {
  if (seconds === undefined) return 3600;
  const asked = Number(seconds);
  if (!(asked >= 900)) throw constraint(String(seconds), 'durationSeconds', 'have value greater than or equal to 900');
  if (asked > 43_200) throw constraint(String(seconds), 'durationSeconds', 'have value less than or equal to 43200');
  return asked;
}

const constraint = (value: string, member: string, what: string): ServiceError =>
  new ServiceError(
    'ValidationError',
    400,
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${what}`,
  );

/** Keys that the file itself gives out belong to the role's account as well. */
function adopt(call: Call, output: Values): Values {
  const { operation, input, credentials } = call;
  const key = at(output, 'Credentials.AccessKeyId');
  if (operation.name !== 'AssumeRole' || typeof key !== 'string' || Number.isFinite(credentials.of(key).expires)) return output;
  const { account, role } = roleOf(input.RoleArn);
  credentials.adopt(key, String(at(output, 'Credentials.SecretAccessKey') ?? ''), account, role, assumedWith(call));
  return output;
}
