import * as v from 'valibot';
import type { Context } from '../../collect/collector.ts';
import { ec2Pages } from '../../collect/ec2.ts';
import { unknownBy } from '../../collect/reason.ts';
import type { Unknown } from '../../facts/fact.ts';
import { formatAddress, parseAddress } from '../../net/ip.ts';

/** The public addresses of interfaces, by what they were asked for. */
export type Interfaces = ReadonlyMap<string, ReadonlySet<string>>;

/** Values that one filter takes (EC2 API, "Filter"). */
const mostValues = 200;

const association = v.optional(v.object({ PublicIp: v.optional(v.string()) }));
const interfaceSchema = v.object({
  NetworkInterfaceId: v.string(),
  OwnerId: v.optional(v.string()),
  Description: v.optional(v.string(), ''),
  Association: association,
  PrivateIpAddresses: v.optional(v.array(v.object({ Association: association })), []),
  Ipv6Addresses: v.optional(v.array(v.object({ Ipv6Address: v.string() })), []),
});

/**
 * The interfaces of the account and Region that have these ids, or descriptions, as they are now. By filter, for one id that is gone is an
 * error to the list of ids. What cannot be read of one makes it one without addresses: it is not dialled. In a shared VPC an account sees
 * interfaces of others, and what is of others is not dialled either.
 */
export async function interfacesBy(
  context: Context,
  filter: 'network-interface-id' | 'description',
  values: readonly string[],
): Promise<Interfaces | Unknown> {
  const found = new Map<string, Set<string>>();
  const asked = new Set(values);
  try {
    for (let first = 0; first < values.length; first += mostValues) {
      const Filters = [{ Name: filter, Values: values.slice(first, first + mostValues) }];
      for await (const page of ec2Pages(context, 'DescribeNetworkInterfaces', 1000, { Filters }))
        for (const item of page.NetworkInterfaces ?? []) note(found, asked, item, { filter, account: context.account });
    }
    return found;
  } catch (error) {
    return unknownBy(error);
  }
}

interface Meant {
  readonly filter: string;
  readonly account: string;
}

function note(found: Map<string, Set<string>>, asked: ReadonlySet<string>, item: unknown, { filter, account }: Meant): void {
  const { success, output } = v.safeParse(interfaceSchema, item);
  if (!success) return;
  const { NetworkInterfaceId, OwnerId = account, Description, Association, PrivateIpAddresses, Ipv6Addresses } = output;
  const key = filter === 'description' ? Description : NetworkInterfaceId;
  // An endpoint that does not filter gives more than was asked for.
  if (!asked.has(key) || OwnerId !== account) return;
  const own = found.get(key) ?? new Set();
  found.set(key, own);
  const texts = [
    Association?.PublicIp,
    ...PrivateIpAddresses.map((one) => one.Association?.PublicIp),
    ...Ipv6Addresses.map((one) => one.Ipv6Address),
  ];
  for (const text of texts) {
    const address = text === undefined ? undefined : parseAddress(text);
    if (address?.ok) own.add(formatAddress(address.value));
  }
}
