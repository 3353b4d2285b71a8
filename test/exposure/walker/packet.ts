import type { Address } from './address.ts';

/** A question to the walker: one packet that someone on the internet sends. */
export interface Packet {
  /** The sender's address. */
  readonly source: string;
  /** What is dialled: a public address; or a load balancer (its ARN), whose listener is the port of the flow. */
  readonly to: { readonly address: string } | { readonly loadBalancer: string };
  readonly flow: Flow;
}

/** A protocol number; TCP (6) and UDP (17) with the destination port, ICMP (1) and ICMPv6 (58) with type and code. */
export interface Flow {
  readonly protocol: number;
  readonly port?: number;
  readonly type?: number;
  readonly code?: number;
}

/** A packet on its way: what filters look at. The source port is left out, for no filter of AWS looks at it. */
export interface Datagram extends Flow {
  readonly source: Address;
  readonly destination: Address;
}

/** What decided, and how. */
export interface Decision {
  readonly passes: boolean;
  readonly kind: string;
  readonly id: string;
  readonly says: string;
}

/** A target behind a load balancer that a packet reaches. */
interface Reached {
  readonly interface: string;
  readonly address: string;
  readonly port: number;
}

/** The answer: whether the packet arrives, whether anything can come back, and what decided. */
export interface Walk {
  readonly delivered: boolean;
  readonly reply: boolean;
  readonly by: readonly Decision[];
  /** Appliances that the gateway's route table puts in the way; what they let through is not judged. */
  readonly inspection: readonly string[];
  /** Behind a load balancer: the targets with which a round trip is possible. */
  readonly reached: readonly Reached[];
}

export const tcp = 6;
export const udp = 17;
export const icmp = 1;
export const icmpv6 = 58;
export const hasPorts = ({ protocol }: Flow): boolean => protocol === tcp || protocol === udp;

/** What answers a request of ICMP: echo (RFC 792, RFC 4443 section 4) and timestamp (RFC 792); nothing answers other types. */
const answers: Readonly<Record<number, readonly [family: 4 | 6, types: Readonly<Record<number, number>>]>> = {
  [icmp]: [4, { 8: 0, 13: 14 }],
  [icmpv6]: [6, { 128: 129 }],
};

/** The packet that answers, sent to the client's port, or undefined where nothing answers. */
export function replyTo(request: Datagram, clientPort: number): Datagram | undefined {
  const { source, destination, protocol, type = -1, code } = request;
  const back = { source: destination, destination: source, protocol };
  if (hasPorts(request)) return { ...back, port: clientPort };
  const answering = answers[protocol];
  if (!answering) return back;
  const [family, types] = answering;
  const answer = types[type];
  return answer === undefined || code !== 0 || source.family !== family ? undefined : { ...back, type: answer, code: 0 };
}
