import { createHash, randomBytes } from 'node:crypto';
import type { Assumed } from '../calls.ts';
import type { Estate } from '../file.ts';
import { partitionOf } from './data.ts';

interface Caller {
  readonly userId: string;
  readonly arn: string;
}

export interface Session extends Caller {
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Milliseconds since 1970; a key that was not handed out here never ends. */
  readonly expires: number;
  /** Of a session of a role: what it was asked for with. */
  readonly assumed?: Assumed;
}

/** Who is behind an access key: keys that AssumeRole gave out have their account, any other is the file's first account. */
export interface Credentials {
  of(accessKeyId: string): Session;
  /** A session of a role for some seconds. */
  assume(
    account: string,
    role: string,
    session: string,
    region: string,
    seconds: number,
    assumed: Assumed,
  ): Session & { readonly sessionToken: string };
  /** Takes a key that the file itself answers AssumeRole with. */
  adopt(accessKeyId: string, secretAccessKey: string, account: string, role: string, assumed: Assumed): void;
}

/** More sessions than a scan of a thousand accounts takes; the oldest are forgotten. */
const maximumSessions = 50_000;

export function credentialsOf(estate: Estate, secret: string): Credentials {
  const sessions = new Map<string, Session>();
  const first = Object.keys(estate.accounts)[0] ?? '';
  const remember = (session: Session): void => {
    sessions.set(session.accessKeyId, session);
    if (sessions.size > maximumSessions) for (const oldest of sessions.keys()) return void sessions.delete(oldest);
  };
  return {
    of: (accessKeyId) =>
      sessions.get(accessKeyId) ?? {
        account: first,
        accessKeyId,
        secretAccessKey: secret,
        userId: idFor('AIDA', accessKeyId),
        arn: `arn:aws:iam::${first}:user/estate`,
        expires: Number.POSITIVE_INFINITY,
      },
    assume: (account, role, name, region, seconds, assumed) => {
      const session = {
        account,
        accessKeyId: `ASIA${base32(randomBytes(16))}`,
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: randomBytes(120).toString('base64'),
        userId: `${idFor('AROA', `${account}/${role}`)}:${name}`,
        arn: `arn:${partitionOf(region)}:sts::${account}:assumed-role/${role}/${name}`,
        expires: Date.now() + seconds * 1000,
        assumed,
      };
      remember(session);
      return session;
    },
    adopt: (accessKeyId, secretAccessKey, account, role, assumed) =>
      remember({
        account,
        accessKeyId,
        secretAccessKey,
        userId: idFor('AROA', `${account}/${role}`),
        arn: `arn:aws:sts::${account}:assumed-role/${role}/estate`,
        expires: Number.POSITIVE_INFINITY,
        assumed,
      }),
  };
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base32 = (bytes: Uint8Array): string => Array.from({ length: 16 }, (_, i) => alphabet[(bytes[i] ?? 0) % 32]).join('');
/** A unique id as IAM makes them: four letters of kind, then sixteen characters. */
const idFor = (kind: string, of: string): string =>
  `${kind}${base32(createHash('sha256').update(of).digest().subarray(0, 16))}`;
