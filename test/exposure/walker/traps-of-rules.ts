import { icmp, icmpv6, type Packet, udp } from './packet.ts';
import {
  type Asked,
  address,
  admitting,
  entries,
  everyFlow,
  high,
  low,
  machine,
  open,
  ownSix,
  six,
  ssh,
  type Trap,
  trap,
} from './trap.ts';

const to = (flow: Packet['flow'], reachable: boolean, source = low): Asked => ({
  packet: { source, to: { address: source.includes(':') ? ownSix : address }, flow },
  reachable,
});
const group = (...peers: readonly string[]) => ({ groups: [admitting('sg-1', 22, ...peers)] });

/** Traps of security groups and prefix lists. */
export const groupTraps: readonly Trap[] = [
  trap(
    'an open group on an instance in a public subnet',
    {},
    ssh(low, true),
    ssh(high, true),
    ssh(six, true),
    ssh(low, false, address, 23),
  ),
  trap('half-internet pair in one rule', group('0.0.0.0/1', '128.0.0.0/1'), ssh(low, true), ssh(high, true), ssh(six, false)),
  trap(
    'half-internet pair over two groups',
    {
      groups: [admitting('sg-1', 22, '0.0.0.0/1'), admitting('sg-2', 22, '128.0.0.0/1')],
      interfaces: [{ ...machine, groups: ['sg-1', 'sg-2'] }],
    },
    ssh(low, true),
    ssh(high, true),
  ),
  trap(
    'quarters, one of which is missing',
    group('0.0.0.0/2', '64.0.0.0/2', '192.0.0.0/2'),
    ssh(low, true),
    ssh('100.20.0.1', true),
    ssh(high, false),
    ssh('195.0.0.1', true),
  ),
  trap('::/0 only', group('::/0'), ssh(low, false), ssh(six, true)),
  trap('2000::/3', group('2000::/3'), ssh(low, false), ssh(six, true)),
  trap(
    '::/0 without an IPv6 address',
    { ...group('::/0'), interfaces: [{ ...machine, six: [] }] },
    ssh(low, false),
    ssh(six, false),
  ),
  trap(
    'a prefix list that holds 0.0.0.0/0',
    { ...group('pl-1'), lists: [{ id: 'pl-1', cidrs: ['0.0.0.0/0'] }] },
    ssh(low, true),
    ssh(high, true),
    ssh(six, false),
  ),
  trap(
    'a prefix list that holds halves',
    { ...group('pl-1'), lists: [{ id: 'pl-1', cidrs: ['0.0.0.0/1', '128.0.0.0/1'] }] },
    ssh(low, true),
    ssh(high, true),
  ),
  trap(
    "a prefix list of AWS's own",
    { ...group('pl-1'), lists: [{ id: 'pl-1', owner: 'AWS', cidrs: ['52.10.0.0/16'] }] },
    ssh(low, true),
    ssh(high, false),
  ),
  trap(
    'all protocols',
    { groups: [{ id: 'sg-1', ingress: [{ protocol: '-1', peers: ['0.0.0.0/0'] }] }] },
    ssh(low, true, address, 0),
    ssh(low, true, address, 65_535),
    to({ protocol: udp, port: 53 }, true),
    to({ protocol: icmp, type: 8, code: 0 }, true),
    to({ protocol: icmp, type: 13, code: 0 }, true),
    to({ protocol: icmp, type: 3, code: 1 }, false),
    to({ protocol: icmpv6, type: 128, code: 0 }, false),
    to({ protocol: 47 }, true),
  ),
  trap(
    'echo requests of both families',
    {
      groups: [
        {
          id: 'sg-1',
          ingress: [
            { protocol: 'icmp', range: [8, -1], peers: ['0.0.0.0/0'] },
            { protocol: 'icmpv6', range: [-1, -1], peers: ['::/0'] },
          ],
        },
      ],
    },
    to({ protocol: icmp, type: 8, code: 0 }, true),
    to({ protocol: icmp, type: 13, code: 0 }, false),
    to({ protocol: icmpv6, type: 128, code: 0 }, true, six),
    to({ protocol: icmpv6, type: 135, code: 0 }, false, six),
    ssh(low, false),
  ),
  trap(
    'a protocol by its number',
    { groups: [{ id: 'sg-1', ingress: [{ protocol: '50', peers: ['0.0.0.0/0'] }] }] },
    to({ protocol: 50 }, true),
    to({ protocol: 51 }, false),
  ),
  trap('a group that admits a group', group('sg-1'), ssh(low, false)),
  trap(
    'a source that is not of the internet',
    {},
    ssh('10.0.1.7', false),
    ssh('203.0.113.7', false),
    ssh('2001:db8::7', false),
  ),
];

const tcpOut = (from: number, upTo: number) => ({
  number: 100,
  egress: true,
  allow: true,
  cidr: '0.0.0.0/0',
  protocol: '6',
  ports: [from, upTo] as const,
});
const allIn = { number: 100, egress: false, allow: true, cidr: '0.0.0.0/0', protocol: '-1' };

/** Traps of network ACLs. */
export const aclTraps: readonly Trap[] = [
  trap(
    'an ACL that denies before it allows',
    entries(...everyFlow(50, false, '0.0.0.0/1'), ...open),
    ssh(low, false),
    ssh(high, true),
  ),
  trap(
    'an ACL that allows before it denies, written the other way round',
    entries(...everyFlow(200, false, '0.0.0.0/0'), ...open),
    ssh(low, true),
  ),
  trap('an ACL without any return', entries(allIn), ssh(low, false)),
  trap('an ACL without high return ports: the attacker takes a low one', entries(allIn, tcpOut(1, 1023)), ssh(low, true)),
  trap('an ACL whose return ports start at 0 and end there', entries(allIn, tcpOut(0, 0)), ssh(low, false)),
  trap(
    'an ACL that lets TCP back, and no echo reply',
    { ...entries(allIn, tcpOut(1024, 65_535)), groups: [{ id: 'sg-1', ingress: [{ protocol: '-1', peers: ['0.0.0.0/0'] }] }] },
    ssh(low, true),
    to({ protocol: icmp, type: 8, code: 0 }, false),
    to({ protocol: udp, port: 53 }, false),
  ),
  trap(
    'an ACL that denies one port of the internet and opens the rest',
    entries({ number: 90, egress: false, allow: false, cidr: '0.0.0.0/0', protocol: '6', ports: [22, 22] }, ...open),
    ssh(low, false),
    ssh(six, true),
  ),
];
