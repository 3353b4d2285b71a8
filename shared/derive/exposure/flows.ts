import { decimal } from '../../net/decimal.ts';
import { allFlows, type FlowSet, ICMP, ICMPV6, icmpFlows, portFlows, protocolFlows, TCP, UDP } from '../../net/flow-set.ts';
import { type Parsed, parsed, refused } from '../../net/parsed.ts';
import { allPorts, portRange } from '../../net/port-set.ts';

/** What EC2 has names for (EC2 API, IpPermission `IpProtocol`); network ACLs have numbers only. */
const named: ReadonlyMap<string, number> = new Map([
  ['tcp', TCP],
  ['udp', UDP],
  ['icmp', ICMP],
  ['icmpv6', ICMPV6],
]);

/**
 * The flows that a rule of a security group or an entry of a network ACL means. `first` and `second` are ports of TCP and UDP, type and
 * code of ICMP; -1, or both absent, is all of them. Other protocols have neither. Anything else the API would not give, and is refused.
 */
export function flowsOf(protocol: string, first = -1, second = -1): Parsed<FlowSet> {
  if (protocol === '-1') return parsed(allFlows);
  const number = named.get(protocol) ?? decimal(protocol, 0, protocol.length, 255);
  if (number === undefined)
    return refused(protocol, 'is not a protocol: -1, tcp, udp, icmp, icmpv6, or a number from 0 to 255');
  if (number === TCP || number === UDP) return ofPorts(number, first, second);
  if (number !== ICMP && number !== ICMPV6) return protocolFlows(number);
  if (first === -1) return second === -1 ? protocolFlows(number) : refused(`${first}/${second}`, 'is no ICMP type and code');
  return icmpFlows(number, first, second === -1 ? undefined : second);
}

function ofPorts(protocol: typeof TCP | typeof UDP, from: number, to: number): Parsed<FlowSet> {
  const ports = from === -1 && to === -1 ? parsed(allPorts) : portRange(from, to);
  return ports.ok ? parsed(portFlows(protocol, ports.value)) : ports;
}

/** `tcp 22`, `icmp type 8`, `all protocols`: the same in words. */
export function flowsInWords(protocol: string, first = -1, second = -1): string {
  if (protocol === '-1') return 'all protocols';
  const number = named.get(protocol) ?? Number(protocol);
  const name = [...named].find(([, known]) => known === number)?.[0] ?? `protocol ${number}`;
  if (first === -1 || !named.has(name)) return name === 'tcp' || name === 'udp' ? `all ${name}` : name;
  if (number === ICMP || number === ICMPV6) return `${name} type ${first}${second === -1 ? '' : ` code ${second}`}`;
  return `${name} ${first === second ? first : `${first}-${second}`}`;
}
