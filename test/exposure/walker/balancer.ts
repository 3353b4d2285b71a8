import type { Address } from './address.ts';
import type { Target } from './target.ts';

/** What a load balancer is for a packet of one family to one of its ports, whichever kind it is. */
export interface Balancer {
  readonly id: string;
  readonly groups: readonly string[];
  /** No group at all: nothing filters what comes in. */
  readonly unfiltered: boolean;
  /** Its nodes, towards targets of a family. */
  readonly nodes: (towards: 4 | 6) => readonly Node[];
  readonly targets: readonly Target[];
  /** Application load balancers that it has as targets. */
  readonly behind: readonly Behind[];
}

/** An application load balancer as a target: a target at each address that its nodes have, and what it makes of what comes there. */
export interface Behind {
  readonly places: readonly { readonly target: Target; readonly node: Node }[];
  readonly balancer: Balancer;
}

/** A load balancer in one of its subnets, with an address that it has or may have there: one for clients, one for targets. */
export interface Node {
  readonly subnetId: string;
  readonly outside: Address;
  /** The same, where clients and targets are of one family. */
  readonly inside: Address;
}
