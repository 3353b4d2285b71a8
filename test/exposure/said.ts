import type { Exposure, Exposures, Unless } from '../../shared/derive/exposure/exposure.ts';

const ports = (list: Exposure['ports']): string =>
  (list ?? []).map(([from, upTo]) => (from === upTo ? ` ${from}` : ` ${from}-${upTo}`)).join();
const cidrs = ({ internet, sources }: Exposure): string =>
  internet ? 'the internet' : sources.length > 3 ? `${sources.slice(0, 3).join(' ')} …` : sources.join(' ');
const reasons = (all: readonly Unless[] | undefined): string =>
  [...new Set((all ?? []).map(({ fact, why, action }) => `${fact} (${why}; ${action ?? 'nothing to grant'})`))].join(', ');

/** What is dialled, what is reached, from where, and what may close it, in a line. */
export function rowInWords(row: Exposure): string {
  const { resource, address, protocol, via, to, inspection, unless } = row;
  return [
    `${resource.id} at ${address}: ${protocol}${ports(row.ports)} via ${via}`,
    ...(to === undefined ? [] : [`to ${to.address}${ports(to.ports)}`]),
    `from ${cidrs(row)}`,
    ...(inspection === undefined ? [] : [`inspected by ${inspection.join(', ')}`]),
    ...(unless === undefined ? [] : [`unless ${reasons(unless)}`]),
  ].join(' ');
}

/** The way, step by step. */
export const wayInWords = ({ path }: Exposure): readonly string[] => path.map(({ kind, id, says }) => `${kind} ${id}: ${says}`);

export const doubtsInWords = ({ unknown }: Exposures): readonly string[] =>
  unknown.map(({ resource, why, action }) => `${resource.type} ${resource.id}: ${why} (${action ?? 'nothing to grant'})`);
