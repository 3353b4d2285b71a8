import type { Trap } from './trap.ts';
import { chainedBalancerTraps } from './traps-of-chained-balancers.ts';
import { networkBalancerTraps } from './traps-of-network-balancers.ts';
import { otherBalancerTraps } from './traps-of-other-balancers.ts';
import { addressTraps, blockTraps, edgeTraps, routeTraps } from './traps-of-paths.ts';
import { aclTraps, groupTraps } from './traps-of-rules.ts';

/** Every trap, each with a name of its own: what judges exposure is held to the same answers as the walker. */
export const traps: readonly Trap[] = [
  ...groupTraps,
  ...aclTraps,
  ...routeTraps,
  ...edgeTraps,
  ...addressTraps,
  ...blockTraps,
  ...networkBalancerTraps,
  ...otherBalancerTraps,
  ...chainedBalancerTraps,
];
