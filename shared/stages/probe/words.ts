import type { Stored } from '../../facts/index.ts';
import { parseAddress } from '../../net/ip.ts';
import { IpSet } from '../../net/ip-set.ts';
import type { ProbeRow } from './dials.ts';

export type ProbeItem = Stored<'probes'>['items'][number];
type Outcome = ProbeItem['outcome'];

/** Why nothing can be said of an endpoint that did not connect. */
export const silence = (outcome: string, address: string): string =>
  outcome === 'refused'
    ? `the endpoint refused a TCP connection at ${address}`
    : `no answer to TCP at ${address}: a filter on this side looks the same`;

/**
 * What an outcome means for what was computed. A connection confirms it; so does a refusal, for a packet came back. Silence contradicts it
 * only where this machine is one of the sources; even so it changes no verdict, for hosts drop packets, too.
 */
export function compared(
  row: ProbeRow,
  outcome: Outcome,
  why: string,
  from: string | undefined,
): { says: string; disagrees: boolean } {
  const isSource = from === undefined ? undefined : among(row.sources, from);
  switch (outcome) {
    case 'connected':
      return {
        says: `confirmed: TCP connection at ${why}${isSource === false ? `, though ${from} is not among the sources: it came another way, or more is open than was computed` : ''}`,
        disagrees: false,
      };
    case 'refused':
      return { says: `confirmed: a packet came back from ${why}, and nothing accepts connections`, disagrees: false };
    case 'timed-out':
      return isSource === true
        ? {
            says: `disagrees: no answer at ${why} to ${from}, which is among the sources; a host or a filter drops packets`,
            disagrees: true,
          }
        : { says: `no answer at ${why}: computed as reachable, and a filter on this side looks the same`, disagrees: false };
    default:
      return { says: why, disagrees: false };
  }
}

function among(sources: readonly string[], from: string): boolean {
  const set = IpSet.fromCidrs(sources);
  const address = parseAddress(from);
  return set.ok && address.ok && set.value.contains(address.value);
}
