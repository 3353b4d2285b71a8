import type { Address } from './address.ts';
import type { Target } from './target.ts';

/** What a load balancer is for a packet of one family to one of its ports, whichever kind it is. */
export interface Balancer {
  readonly id: string;
  readonly groups: readonly string[];
  /** No group at all: nothing filters what comes in. */
  readonly unfiltered: boolean;
  readonly nodes: readonly Node[];
  readonly targets: readonly Target[];
}

/** A load balancer in one of its subnets, with the addresses that it has or may have there. */
export interface Node {
  readonly subnetId: string;
  readonly addresses: readonly Address[];
}
