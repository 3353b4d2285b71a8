import { type Answer, getAnonymously } from '../../clients/probe/http.ts';
import type { Dialled, ProbeTools } from '../../clients/probe/network.ts';
import { type Pace, PaceSpent } from '../../clients/probe/pace.ts';
import { probeTls } from '../../clients/probe/tls.ts';
import { isUnknown, type Unknown, unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';

/** What a stranger meets at a public endpoint. */
export type Met = Exclude<Stored<'probes'>['endpoint'], string | Unknown>;
type Answers = Exclude<Met['anonymous'], Unknown>;

/** A server that accepted a connection, under the name that was dialled. */
export interface Server {
  readonly tools: ProbeTools;
  readonly pace: Pace;
  readonly at: Dialled;
  readonly host: string;
  readonly authority: string | undefined;
}

/** Paths of the API server that tell a stranger something, all of them read by GET alone. */
const paths = ['/version', '/healthz', '/api', '/openapi/v2', '/metrics'];

const noAuthority = (): Unknown =>
  unknown("the cluster's certificate authority is not known, so that nothing that was answered could be trusted");

/** @param ofCluster whether the certificate is to lead to the cluster's authority, and not to one of the public ones */
export async function tlsSummary({ tools, pace, at, host, authority }: Server, ofCluster: boolean): Promise<Met['tls']> {
  if (ofCluster && authority === undefined) return noAuthority();
  try {
    const found = await probeTls(tools, at, { host, authority: ofCluster ? authority : undefined }, pace.run);
    if (found === undefined) return unknown(`no TLS handshake ended at ${at.address}`, 'see what answers there');
    const { unknown: untold, problem, ...rest } = found;
    const why = untold.map((one) => `${one.version}: ${one.why}`).join('; ');
    const chain = rest.chain.map((one) => ({ ...one }));
    return {
      ...rest,
      accepted: [...rest.accepted],
      refused: [...rest.refused],
      chain,
      ...(problem !== undefined && { problem }),
      complete: untold.length === 0 ? true : unknown(why, 'probe again, from another network or machine'),
    };
  } catch (error) {
    if (error instanceof PaceSpent) return unknown(`not probed: ${error.message}`);
    throw error;
  }
}

/** What each path answers without credentials: 2xx is leave, 401, 403 and 404 are refusals; anything else says neither. */
export async function anonymousAnswers({ tools, pace, at, host, authority }: Server): Promise<Met['anonymous']> {
  if (authority === undefined) return noAuthority();
  const answers: Answers['answers'] = [];
  const lacking: string[] = [];
  for (const path of paths) {
    const answer = await asked(pace, () => getAnonymously(tools, at, { host, path, authority }));
    if (isUnknown(answer)) lacking.push(`${path}: ${answer.why}`);
    else if ('failed' in answer) lacking.push(`${path}: ${failures[answer.failed]} (${answer.code})`);
    else {
      answers.push({ path, ...answer });
      if (!decides(answer.status)) lacking.push(`${path} answered ${answer.status}, which neither shows nor refuses it`);
    }
  }
  return { answers, complete: lacking.length === 0 ? true : unknown(lacking.join('; ')) };
}

const decides = (status: number): boolean => (status >= 200 && status < 300) || [401, 403, 404].includes(status);

const failures = {
  connection: 'the connection failed',
  certificate: "the certificate is not of the cluster's authority",
  timeout: 'no answer in time',
  malformed: 'the answer is no HTTP',
} as const;

const asked = (pace: Pace, ask: () => Promise<Answer>): Promise<Answer | Unknown> =>
  pace.run(ask).catch((error: unknown) => {
    if (error instanceof PaceSpent) return unknown(`not probed: ${error.message}`);
    throw error;
  });
