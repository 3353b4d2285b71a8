import { parseCidr } from '../shared/net/cidr.ts';
import { type Address, parseAddress } from '../shared/net/ip.ts';
import { IpSet } from '../shared/net/ip-set.ts';
import { internet } from '../shared/net/reserved.ts';
import { UsageError } from './io.ts';

/** What `postern reach` is asked about: an interface, an instance or an address, and a port of it. Without a protocol: TCP or UDP. */
export interface Destination {
  readonly to:
    | { readonly kind: 'interface' | 'instance'; readonly id: string }
    | { readonly kind: 'address'; readonly id: string; readonly address: Address };
  readonly port?: number;
  readonly protocol?: 'tcp' | 'udp';
}

const longest = 128;
const forms = 'ENI, INSTANCE or ADDRESS, then :PORT or :PORT/PROTO if you like, such as i-0abc:22/tcp or [2600:1f14::1]:443';

/** Reads `--to`. Strict: one reading of each text, and a line that says what is wrong with any other. @throws UsageError */
export function parseDestination(text: string): Destination {
  const wrong = (why: string) => new UsageError(`--to ${JSON.stringify(text.slice(0, longest))}: ${why}`);
  if (text.length > longest) throw wrong(`it is longer than ${longest} characters; give ${forms}`);
  const { name, rest } = split(text, wrong);
  return { to: subjectOf(name, text.startsWith('['), wrong), ...portOf(rest, wrong) };
}

type Wrong = (why: string) => UsageError;

/** What stands before the colon of the port, and what behind it. */
function split(text: string, wrong: Wrong): { readonly name: string; readonly rest: string | undefined } {
  if (text.startsWith('[')) {
    const end = text.indexOf(']');
    if (end < 0) throw wrong('the bracket is not closed; write an IPv6 address as [2600:1f14::1]');
    const behind = text.slice(end + 1);
    if (behind !== '' && !behind.startsWith(':')) throw wrong('only :PORT may follow the bracket');
    return { name: text.slice(1, end), rest: behind === '' ? undefined : behind.slice(1) };
  }
  const parts = text.split(':');
  if (parts.length > 2) throw wrong('write an IPv6 address in brackets, such as [2600:1f14::1] or [2600:1f14::1]:443');
  return { name: parts[0] ?? '', rest: parts[1] };
}

function subjectOf(name: string, inBrackets: boolean, wrong: Wrong): Destination['to'] {
  const kind = /^eni-[0-9A-Za-z-]+$/.test(name) ? 'interface' : /^i-[0-9A-Za-z-]+$/.test(name) ? 'instance' : undefined;
  if (kind !== undefined && !inBrackets) return { kind, id: name };
  if (!inBrackets && !/^[0-9.]+$/.test(name)) throw wrong(`it is not ${forms}`);
  if (inBrackets && !name.includes(':')) throw wrong('brackets are for IPv6 addresses; leave them out');
  const address = parseAddress(name);
  if (!address.ok) throw wrong(address.problem);
  return { kind: 'address', id: name, address: address.value };
}

function portOf(rest: string | undefined, wrong: Wrong): Pick<Destination, 'port' | 'protocol'> {
  if (rest === undefined) return {};
  const [digits = '', protocol, ...more] = rest.split('/');
  const port = Number(digits);
  if (!/^(0|[1-9][0-9]{0,4})$/.test(digits) || port > 65_535)
    throw wrong(`${JSON.stringify(digits)} is not a port: one number from 0 to 65535`);
  if (protocol === undefined) return { port };
  if ((protocol !== 'tcp' && protocol !== 'udp') || more.length > 0)
    throw wrong(`${JSON.stringify([protocol, ...more].join('/'))} is not tcp or udp`);
  return { port, protocol };
}

/** Reads `--from`: `internet`, or the addresses of a CIDR that are of the internet. @throws UsageError where none is */
export function parseSources(text: string): IpSet {
  if (text === 'internet') return internet;
  const cidr = parseCidr(text);
  if (!cidr.ok) throw new UsageError(`--from: ${cidr.problem}; give internet or a CIDR`);
  const sources = IpSet.of([cidr.value]).intersect(internet);
  if (sources.isEmpty())
    throw new UsageError(`--from ${text}: no address of it is of the internet, and ways from inside are not followed`);
  return sources;
}
