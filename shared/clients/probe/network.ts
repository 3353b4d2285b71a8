import { lookup } from 'node:dns/promises';
import { connect, type Socket } from 'node:net';

/** The network as a probe uses it: a port, so that tests lead every address to a server of their own. */
export interface ProbeNetwork {
  /** The addresses of a name, as this machine resolves it. */
  readonly resolve: (name: string) => Promise<readonly string[]>;
  /** Begins a TCP connection to an address: never to a name, so that what was looked at is what is dialled. */
  readonly dial: (address: string, port: number) => Socket;
}

/** This machine's. */
export const systemNetwork: ProbeNetwork = {
  resolve: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
  dial: (host, port) => connect({ host, port }),
};

/** An address and a port to which connections go. */
export interface Dialled {
  readonly address: string;
  readonly port: number;
}

/** Milliseconds. Each is the whole time of its step, not the time between two bytes: a slow server cannot stretch it. */
export interface ProbeLimits {
  readonly resolveMs: number;
  readonly connectMs: number;
  readonly handshakeMs: number;
  readonly answerMs: number;
}

export const PROBE_LIMITS: ProbeLimits = { resolveMs: 5_000, connectMs: 3_000, handshakeMs: 5_000, answerMs: 5_000 };

/** What a probe is made with. */
export interface ProbeTools {
  readonly network: ProbeNetwork;
  readonly limits: ProbeLimits;
  readonly signal?: AbortSignal | undefined;
}

/** The addresses of a name, at most so many; none where it does not resolve in time. */
export async function resolved(
  { network, limits, signal }: ProbeTools,
  name: string,
  most: number,
): Promise<readonly string[]> {
  const late = AbortSignal.timeout(limits.resolveMs);
  const ended = signal === undefined ? late : AbortSignal.any([late, signal]);
  if (ended.aborted) return [];
  const stopped = new Promise<readonly string[]>((done) => ended.addEventListener('abort', () => done([]), { once: true }));
  const found = await Promise.race([network.resolve(name).catch(() => []), stopped]);
  return [...new Set(found)].sort().slice(0, most);
}

/** Node's own code of an error, and nothing that a server wrote. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'no code';
}
