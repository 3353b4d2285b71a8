import { isUnknown, type Unknown, unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';
import { type Family, parseAddress } from '../../net/ip.ts';
import { IpSet } from '../../net/ip-set.ts';
import { globalUnicast } from '../../net/reserved.ts';
import type { NetworkFacts, Unless } from './exposure.ts';
import { listed, memoised, unlessOf } from './listed.ts';
import { blocksOf } from './prefix-lists.ts';
import { nobody } from './traffic.ts';

type Interface = Stored<'networkInterfaces'>;

/** What is dialled from the internet, and the address (or block) that the interface itself has. */
export interface PublicAddress {
  readonly family: Family;
  readonly address: string;
  readonly own: IpSet;
  readonly says: string;
}

export interface PublicAddresses {
  readonly addresses: readonly PublicAddress[];
  /** Addresses that could not be read. */
  readonly unread: readonly { readonly family: Family; readonly why: Unknown }[];
}

/** The set that is one address; `where` names the resource that has it. */
export function single(text: string, where: string): IpSet | Unknown {
  const address = parseAddress(text);
  return address.ok ? IpSet.ofAddress(address.value) : unknown(`${where}: ${address.problem}`);
}

/**
 * Which addresses of an interface exist on the internet. IPv4: public addresses that are associated with a private one, primary or secondary
 * (EC2 User Guide, "Amazon EC2 instance IP addressing"); carrier and customer-owned ones are of other networks, and delegated IPv4 prefixes
 * are private. IPv6: global unicast, itself or in a delegated prefix, unless its block is private by attribute (VPC User Guide, "Private
 * IPv6 addresses").
 */
export function publicAddresses(item: Interface, privateBlocks: IpSet): PublicAddresses {
  const addresses: PublicAddress[] = [];
  const unread: { family: Family; why: Unknown }[] = [];
  for (const found of [translated(item), own(item, privateBlocks)]) {
    addresses.push(...found.addresses);
    unread.push(...found.unread);
  }
  return { addresses, unread };
}

function translated({ id, privateAddresses }: Interface): PublicAddresses {
  if (isUnknown(privateAddresses)) return { addresses: [], unread: [{ family: 'v4', why: privateAddresses }] };
  const addresses: PublicAddress[] = [];
  const unread: { family: Family; why: Unknown }[] = [];
  for (const { address, publicIp } of privateAddresses) {
    if (publicIp === undefined) continue;
    const [inside, outside] = [single(address, id), single(publicIp, id)];
    if (isUnknown(inside)) unread.push({ family: 'v4', why: inside });
    else if (isUnknown(outside)) unread.push({ family: 'v4', why: outside });
    else addresses.push({ family: 'v4', address: publicIp, own: inside, says: `${address} is ${publicIp} on the internet` });
  }
  return { addresses, unread };
}

function own({ id, ipv6Addresses, ipv6Prefixes }: Interface, privateBlocks: IpSet): PublicAddresses {
  const addresses: PublicAddress[] = [];
  const unread: { family: Family; why: Unknown }[] = [ipv6Addresses, ipv6Prefixes]
    .filter(isUnknown)
    .map((why) => ({ family: 'v6', why }));
  const add = (set: IpSet | Unknown, address: string, says: string): void => {
    if (isUnknown(set)) unread.push({ family: 'v6', why: set });
    else if (!set.isEmpty()) addresses.push({ family: 'v6', address, own: set, says });
  };
  for (const address of isUnknown(ipv6Addresses) ? [] : ipv6Addresses) {
    const block = single(address, id);
    add(isUnknown(block) ? block : global(block, privateBlocks), address, `has ${address}`);
  }
  for (const prefix of isUnknown(ipv6Prefixes) ? [] : ipv6Prefixes) {
    const blocks = blocksOf([prefix], id);
    if (isUnknown(blocks)) add(blocks, prefix, '');
    else
      for (const part of global(IpSet.of(blocks), privateBlocks).toCidrs())
        add(IpSet.ofCidrs(part), part, `has the prefix ${prefix}`);
  }
  return { addresses, unread };
}

const global = (set: IpSet, privateBlocks: IpSet): IpSet => set.intersect(globalUnicast).subtract(privateBlocks);

/** The blocks of a subnet that are private by attribute (EC2 API, SubnetIpv6CidrBlockAssociation `Ipv6AddressAttribute`), or what could not be read of them. */
export function privateBlocksOf(
  network: NetworkFacts,
): (subnetId: string | Unknown) => { set: IpSet; unless: readonly Unless[] } {
  const subnets = listed('subnets', network.subnets);
  return memoised((subnetId) => {
    const subnet = isUnknown(subnetId) ? subnetId : subnets.find(subnetId);
    const texts = isUnknown(subnet) ? subnet : (subnet.privateIpv6Cidrs ?? []);
    const blocks = isUnknown(texts) ? texts : blocksOf(texts, `subnet ${subnetId}`);
    return isUnknown(blocks) ? { set: nobody, unless: [unlessOf('subnets', blocks)] } : { set: IpSet.of(blocks), unless: [] };
  });
}
