import { isUnknown, type Unknown, unknown } from '../../facts/fact.ts';
import type { Fact, Stored } from '../../facts/index.ts';
import { arnOf } from '../exposure/load-balancers/classic.ts';

type Balancers = Exclude<Stored<'serviceExposures'>['balancers'], Unknown>;

interface Inputs {
  readonly loadBalancers: Fact<'loadBalancers'>;
  readonly classicLoadBalancers: Fact<'classicLoadBalancers'>;
  readonly target: { readonly partition: string; readonly account: string; readonly region?: string | undefined };
}

/** Names as Kubernetes and AWS write them: without regard to case, a last dot, or the prefix by which IPv6 is asked for. */
const normal = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^dualstack\./, '');

/** Finds load balancers of the Region by a name, or by an address of one's own; one that is not there may be another Region's, or no AWS one. */
export function balancersBy(inputs: Inputs): (addresses: readonly string[]) => Balancers | Unknown {
  const { loadBalancers, classicLoadBalancers } = inputs;
  const place = { ...inputs.target, region: inputs.target.region ?? '' };
  const found = new Map<string, Balancers[number]>();
  const unread: Unknown[] = [loadBalancers, classicLoadBalancers].flatMap((fact) =>
    fact.known ? fact.missing.map(({ why, action }) => unknown(why, action)) : [fact],
  );
  const add = (
    arn: string,
    name: string | Unknown,
    dns: string | Unknown,
    scheme: string | Unknown,
    own: readonly string[],
  ) => {
    const hidden = [dns, scheme].find(isUnknown);
    if (hidden !== undefined) unread.push(hidden);
    if (isUnknown(scheme)) return;
    const one = { arn, name: isUnknown(name) ? arn : name, scheme };
    for (const address of [...(isUnknown(dns) ? [] : [dns]), ...own]) found.set(normal(address), one);
  };
  for (const { arn, name, dnsName, scheme, addresses } of loadBalancers.known ? loadBalancers.items : []) {
    const own = isUnknown(addresses) ? [] : addresses.flatMap(({ publicIp, privateIp, ipv6 }) => [publicIp, privateIp, ipv6]);
    add(
      arn,
      name,
      dnsName,
      scheme,
      own.filter((address) => address !== undefined),
    );
  }
  for (const { name, dnsName, scheme } of classicLoadBalancers.known ? classicLoadBalancers.items : [])
    add(arnOf(name, place), name, dnsName, scheme, []);
  return (addresses) => {
    const own = new Map<string, Balancers[number]>();
    for (const address of addresses) {
      const one = found.get(normal(address));
      if (one === undefined) return unread[0] ?? unfound(address);
      own.set(one.arn, one);
    }
    return [...own.values()];
  };
}

const unfound = (address: string): Unknown =>
  unknown(
    `AWS lists no load balancer ${address.slice(0, 300)} in this Region: it is another account's or Region's, or somebody else's`,
    'look where it leads, and who may reach it',
  );
