import * as v from 'valibot';
import { member, one } from './fact.ts';

const certificateSchema = v.object({ subject: v.string(), issuer: v.string(), notBefore: v.string(), notAfter: v.string() });

/** What a server says of itself in TLS handshakes. */
const tlsSchema = v.object({
  /** Versions that ended in a handshake, the lowest first: TLSv1, TLSv1.1, TLSv1.2, TLSv1.3. */
  accepted: v.array(v.string()),
  refused: v.array(v.string()),
  /** True where each version is accepted or refused, else why one is not known: to be read before a pass that rests on it. */
  complete: member(v.literal(true)),
  cipher: v.string(),
  /** The server's own certificate first. */
  chain: v.array(certificateSchema),
  /** The names in it, as OpenSSL writes them. */
  names: v.string(),
  /** Whether the name that was dialled is one of them. */
  matches: v.boolean(),
  /** Why it does not lead to the authority, in OpenSSL's words. */
  problem: v.optional(v.string()),
});

/** What an API server answers to a GET without any credential. */
const answersSchema = v.object({
  answers: v.array(
    v.object({
      path: v.string(),
      status: v.number(),
      /** A refusal that names `system:anonymous`: anonymous requests are taken, and have no right here. */
      anonymous: v.boolean(),
    }),
  ),
  /** True where each path was answered by leave or refusal, else why one was not. */
  complete: member(v.literal(true)),
});

/** One port that was to be dialled, and what came of it. */
const probeSchema = v.object({
  /** The row of exposures: its interface or cluster, the address that a client dials, and `direct` or the load balancer. */
  id: v.string(),
  via: v.string(),
  address: v.string(),
  port: v.number(),
  /** The address that was dialled last, where any was. */
  dialled: v.optional(v.string()),
  /** `not-probed`: nothing was sent, and `says` is why. */
  outcome: v.picklist(['connected', 'refused', 'timed-out', 'unreachable', 'not-probed']),
  says: v.string(),
  /** Of listeners that speak TLS, and of endpoints. */
  tls: v.optional(member(tlsSchema)),
});

/**
 * What became of exposures when they were tried (`--probe`): connections from where the scan ran, to addresses that were the accounts' own a
 * moment before. Taken by a scan of the command line that was asked to, between reading and judging; absent else, and never made by a replay.
 * It confirms what was computed, and judges the API endpoint; silence refutes nothing.
 */
export const probes = one({
  scope: 'cluster',
  probed: true,
  schema: v.object({
    /** The address from which the internet sees the prober, where its user said so. */
    from: v.optional(v.string()),
    items: v.array(probeSchema),
    /** The public endpoint of EKS as a stranger meets it; `not-exposed` where the internet does not reach it, so that nothing was tried. */
    endpoint: member(
      v.union([v.picklist(['not-exposed', 'not-eks']), v.object({ tls: member(tlsSchema), anonymous: member(answersSchema) })]),
    ),
  }),
});
