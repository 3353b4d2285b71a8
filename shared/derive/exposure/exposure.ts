import type { networkFactNames } from '../../facts/exposures.ts';
import type { Fact } from '../../facts/index.ts';

/** The facts of a Region from which it follows what the internet reaches, as they are, known or not. */
export type NetworkFacts = { readonly [F in (typeof networkFactNames)[number]]: Fact<F> };

/** A Region of an account. */
export interface Located {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** What someone can follow: a kind of resource, its id, and what it says. */
export interface Step {
  readonly kind: string;
  readonly id: string;
  readonly says: string;
  /** Of a rule for some ports only: which. Whoever shows the way to one port leaves out the rules of others. */
  readonly opens?: { readonly protocol: 'tcp' | 'udp'; readonly ports: [number, number][] };
}

/** A restricting input that could not be read: the row stands unless this input closes it. */
export interface Unless {
  readonly fact: string;
  readonly why: string;
  readonly action?: string;
}

export type Protocol = 'tcp' | 'udp' | 'icmp' | 'icmpv6' | 'other';
export type PortRange = readonly [from: number, to: number];

export interface Resource {
  readonly type: 'network-interface' | 'eks-endpoint';
  readonly id: string;
  readonly instance?: string;
}

/**
 * What the internet reaches: a round trip, with a client port of the attacker's choosing. `address` and `ports` are what a client dials;
 * behind a load balancer `to` is the target. `sources` are addresses of the internet only, as the shortest list; `internet` when all of it.
 */
export interface Exposure {
  readonly resource: Resource;
  readonly address: string;
  readonly protocol: Protocol;
  readonly ports?: readonly PortRange[];
  readonly sources: readonly string[];
  readonly internet: boolean;
  /** `direct`, or the ARN of a load balancer (the name of a classic one). */
  readonly via: string;
  readonly to?: { readonly address: string; readonly ports: readonly PortRange[] };
  readonly inspection?: readonly string[];
  readonly unless?: readonly Unless[];
  readonly path: readonly Step[];
}

/** What cannot be bounded: an input that could open something could not be read. */
export interface UnknownExposure {
  readonly resource: { readonly type: string; readonly id: string; readonly instance?: string };
  readonly why: string;
  readonly action?: string;
}

export interface Exposures {
  readonly exposures: readonly Exposure[];
  readonly unknown: readonly UnknownExposure[];
}
