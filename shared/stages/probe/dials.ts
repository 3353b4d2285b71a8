import { isUnknown } from '../../facts/fact.ts';
import type { FactsOfTarget } from '../../facts/index.ts';

/** A row of exposures as far as it takes to try it. */
export interface ProbeRow {
  readonly resource: { readonly type: 'network-interface' | 'eks-endpoint'; readonly id: string };
  readonly address: string;
  readonly protocol: string;
  readonly ports?: readonly (readonly [from: number, to: number])[] | undefined;
  readonly sources: readonly string[];
  readonly via: string;
  readonly path: readonly { readonly kind: string; readonly id: string }[];
}

/** A port of a row that is to be dialled, or why none of a range is. */
export interface Dial {
  readonly row: ProbeRow;
  readonly port: number;
  readonly tls: boolean;
  readonly not?: string;
}

/** What checks name one by one: of a wider range only these are tried, for a range is never swept. */
const namedPorts = [22, 80, 443, 2379, 3306, 3389, 5432, 6443, 10_250, 10_255];
/** Ports of a row that are tried. */
const most = 16;

/** The ports of a row that are tried: TCP only, for UDP that says nothing says nothing. */
export function dialsOf(row: ProbeRow, speaksTls: (row: ProbeRow, port: number) => boolean): readonly Dial[] {
  if (row.protocol !== 'tcp') return [];
  const dials = (row.ports ?? []).flatMap(([from, to]): Dial[] => {
    const ports = from === to ? [from] : namedPorts.filter((port) => from <= port && port <= to);
    if (ports.length === 0)
      return [{ row, port: from, tls: false, not: `ports ${from}-${to} are a range, which is never swept` }];
    return ports.map((port) => ({ row, port, tls: speaksTls(row, port) }));
  });
  const tried = dials.slice(0, most);
  const [next] = dials.slice(most);
  return next === undefined ? tried : [...tried, { ...next, not: `no more than ${most} ports of a row are probed` }];
}

/** Whether a row's listener speaks TLS, by what the load balancers say; endpoints of EKS always do. */
export function tlsOf({ listeners, classicLoadBalancers }: FactsOfTarget): (row: ProbeRow, port: number) => boolean {
  const secure = new Set<string>();
  for (const { arn, protocol } of listeners?.known ? listeners.items : [])
    if (protocol === 'HTTPS' || protocol === 'TLS') secure.add(arn);
  for (const { dnsName, listeners: own } of classicLoadBalancers?.known ? classicLoadBalancers.items : [])
    for (const { port, protocol } of isUnknown(own) ? [] : own)
      if (protocol === 'HTTPS' || protocol === 'SSL') secure.add(`${dnsName} ${port}`);
  return ({ resource, address, via, path }, port) =>
    resource.type === 'eks-endpoint' ||
    (via !== 'direct' &&
      (secure.has(`${address} ${port}`) || path.some(({ kind, id }) => kind === 'listener' && secure.has(id))));
}
