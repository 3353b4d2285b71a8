import { isUnknown, type Unknown, unknown } from '../../../facts/fact.ts';
import { type Address, type Family, formatAddress, parseAddress } from '../../../net/ip.ts';
import { IpSet } from '../../../net/ip-set.ts';
import type { NetworkFacts } from '../exposure.ts';
import { type Listed, listed, memoised } from '../listed.ts';
import { blocksOf } from '../prefix-lists.ts';
import type { Elsewhere, Interface, Target, Unseen } from './front.ts';

/** A target as it is registered, or why it cannot be placed; undefined where nothing is behind it. */
export type Placed = Target | Elsewhere | Unknown | undefined;

/** Sorts what was registered: targets, and what is not known of the others. */
export function sorted(all: readonly Placed[], { unread, elsewhere }: Unseen): readonly Target[] {
  return all.flatMap((placed): Target[] => {
    if (placed === undefined) return [];
    if (isUnknown(placed)) unread.push(placed);
    else if ('elsewhere' in placed) elsewhere.push(placed);
    else return [placed];
    return [];
  });
}

export interface Places {
  /** An instance: the primary address of its primary interface (ELB User Guides, "Target type"). */
  ofInstance(id: string, port: number, family: Family): Placed;
  /** An address: the interface of the VPC that has it, else the one to which a prefix that holds it is delegated. */
  ofAddress(text: string, port: number, vpcId: string): Placed;
}

const dead: readonly unknown[] = ['shutting-down', 'terminated', 'stopping', 'stopped'];

/** Where what is registered with load balancers is. */
export function placesOf(network: Pick<NetworkFacts, 'networkInterfaces' | 'instances'>): Places {
  const interfaces = listed('networkInterfaces', network.networkInterfaces);
  const instances = listed('instances', network.instances);
  const ofInstance = Map.groupBy(interfaces.items, ({ instanceId }) => (typeof instanceId === 'string' ? instanceId : ''));
  const index = memoised((_: 'once') => addressIndex(interfaces));
  // Any interface that was not read whole may be the one that was registered.
  const unread = interfaces.unread ?? interfaces.items.map(hidden).find((why) => why !== undefined);
  const absent = (why: string, perhaps: readonly string[] = []): Elsewhere | Unknown =>
    unread ?? { elsewhere: unknown(why), perhaps };
  return {
    ofInstance: (id, port, family) => {
      const primary = primaryOf(ofInstance.get(id) ?? []);
      if (isUnknown(primary)) return primary;
      if (primary === undefined) {
        const instance = instances.find(id);
        const isGone = !isUnknown(instance) && dead.includes(instance.state);
        return isGone ? undefined : absent(`EC2 lists no primary interface of ${id}`);
      }
      const text = primaryAddress(primary, family);
      return text === undefined || isUnknown(text) ? text : targetAt(primary, text, port, id);
    },
    ofAddress: (text, port, vpcId) => {
      const all = index('once');
      const [item] = all(text, (vpc) => isUnknown(vpc) || vpc === vpcId);
      if (item !== undefined) return targetAt(item, text, port, text);
      const others = all(text, (vpc) => vpc !== vpcId).map(({ id }) => id);
      return absent(`no interface of the VPC has the address of the target ${text}`, others);
    },
  };
}

const hidden = (item: Interface): Unknown | undefined =>
  [item.instanceId, item.privateAddresses, item.ipv6Addresses, item.ipv4Prefixes, item.ipv6Prefixes].find(isUnknown);

/** The primary of an instance's interfaces: the only one, where its index is not said. */
function primaryOf(own: readonly Interface[]): Interface | Unknown | undefined {
  const first = own.find(({ deviceIndex }) => deviceIndex === 0);
  if (first !== undefined) return first;
  const [other, more] = own.filter(({ deviceIndex }) => typeof deviceIndex !== 'number');
  if (other === undefined || (more === undefined && own.length === 1)) return other;
  return unknown(`which of its interfaces is the primary one of ${other.instanceId} is not known`);
}

function primaryAddress({ privateAddresses, ipv6Addresses }: Interface, family: Family): string | Unknown | undefined {
  const all = family === 'v4' ? privateAddresses : ipv6Addresses;
  if (isUnknown(all)) return all;
  const [first] = all;
  return typeof first === 'string' ? first : first?.address;
}

function targetAt(item: Interface, text: string, port: number, id: string): Target | Unknown {
  const address = parseAddress(text);
  if (!address.ok) return unknown(`a target of ${item.id}: ${address.problem}`);
  const says = `port ${port}${id === text ? '' : ` of ${text}`}, ${item.id}`;
  return { item, text, address: address.value, port, step: { kind: 'target', id, says } };
}

type IsHere = (vpcId: Interface['vpcId']) => boolean;

/** Interfaces by every address that they have; what is only in a delegated prefix is looked for in all of them. */
function addressIndex(interfaces: Listed<Interface>): (text: string, isHere: IsHere) => readonly Interface[] {
  const byAddress = new Map<string, Interface[]>();
  for (const item of interfaces.items)
    for (const text of addressesOf(item)) byAddress.set(text, [...(byAddress.get(text) ?? []), item]);
  const delegated = memoised((_: 'all') => interfaces.items.flatMap(prefixesOf));
  return (text, isHere) => {
    const address = parseAddress(text);
    if (!address.ok) return [];
    const own = (byAddress.get(formatAddress(address.value)) ?? []).filter(({ vpcId }) => isHere(vpcId));
    if (own.length > 0) return own;
    return delegated('all').flatMap(({ set, item }) => (isHere(item.vpcId) && set.contains(address.value) ? [item] : []));
  };
}

/** The addresses that an interface has, in their usual text. */
function addressesOf({ privateAddresses, ipv6Addresses }: Interface): readonly string[] {
  const v4 = isUnknown(privateAddresses) ? [] : privateAddresses.map(({ address }) => address);
  const v6 = isUnknown(ipv6Addresses) ? [] : ipv6Addresses;
  return [...v4, ...v6].map((text) => {
    const address = parseAddress(text);
    return address.ok ? formatAddress(address.value) : text;
  });
}

function prefixesOf(item: Interface): readonly { readonly set: IpSet; readonly item: Interface }[] {
  const texts = [item.ipv4Prefixes, item.ipv6Prefixes].flatMap((prefixes) => (isUnknown(prefixes) ? [] : prefixes));
  if (texts.length === 0) return [];
  const blocks = blocksOf(texts, item.id);
  return isUnknown(blocks) ? [] : [{ set: IpSet.of(blocks), item }];
}

/** Whether an interface has an address: its own, one that is translated into one of those, or in a delegated prefix. */
export function holds(item: Interface, address: Address): boolean {
  const text = formatAddress(address);
  const translated = (isUnknown(item.privateAddresses) ? [] : item.privateAddresses).flatMap(
    ({ publicIp, carrierIp, customerOwnedIp }) => [publicIp, carrierIp, customerOwnedIp],
  );
  if (addressesOf(item).includes(text) || translated.includes(text)) return true;
  return prefixesOf(item).some(({ set }) => set.contains(address));
}
