import type { Estate } from '../../../estate/file.ts';
import { estateOf } from './estate-of.ts';
import { type Packet, tcp } from './packet.ts';
import type { AclEntrySketch, GroupSketch, InterfaceSketch, Sketch } from './sketch.ts';

/** A small world with a name, and what a person answers about packets to it. */
export interface Trap {
  readonly name: string;
  readonly estate: Estate;
  readonly packets: readonly Asked[];
}
export interface Asked {
  readonly packet: Packet;
  /** Whether a round trip is possible. */
  readonly reachable: boolean;
}

/** Addresses of the internet in each half, and in each family; and those of the one instance. */
export const low = '52.10.20.30';
export const high = '185.10.20.30';
export const six = '2a01:4f8::7';
export const address = '54.93.0.10';
export const ownSix = '2600:1f14:abc:de00::10';

export const everyFlow = (number: number, allow: boolean, cidr: string): readonly AclEntrySketch[] =>
  [true, false].map((egress) => ({ number, egress, allow, cidr, protocol: '-1' }));
export const open: readonly AclEntrySketch[] = [...everyFlow(100, true, '0.0.0.0/0'), ...everyFlow(101, true, '::/0')];

/** A group that admits TCP to a port from these. */
export const admitting = (id: string, port: number, ...peers: readonly string[]): GroupSketch => ({
  id,
  ingress: [{ protocol: 'tcp', range: [port, port], peers }],
});

export const machine: InterfaceSketch = {
  id: 'eni-1',
  subnet: 'subnet-a',
  groups: ['sg-1'],
  addresses: [{ ip: '10.0.0.10', publicIp: address }],
  six: [ownSix],
  instance: 'i-1',
};

/** A public subnet, a private one, and in the first an instance that admits SSH from everywhere. */
export const plain: Sketch = {
  cidrs: ['10.0.0.0/16'],
  six: '2600:1f14:abc:de00::/56',
  subnets: [
    { id: 'subnet-a', zone: 'a', cidr: '10.0.0.0/24', six: '2600:1f14:abc:de00::/64', acl: 'acl-1' },
    { id: 'subnet-b', zone: 'b', cidr: '10.0.1.0/24', six: '2600:1f14:abc:de01::/64', acl: 'acl-2' },
  ],
  tables: [
    { id: 'rtb-main', main: true, routes: [] },
    {
      id: 'rtb-public',
      subnets: ['subnet-a'],
      routes: [
        { to: '0.0.0.0/0', via: 'igw-1' },
        { to: '::/0', via: 'igw-1' },
      ],
    },
  ],
  acls: [
    { id: 'acl-1', entries: open },
    { id: 'acl-2', entries: open },
  ],
  groups: [admitting('sg-1', 22, '0.0.0.0/0', '::/0')],
  interfaces: [machine],
  instances: [{ id: 'i-1', state: 'running' }],
};

/** A trap: the plain VPC with something changed. */
export const trap = (name: string, changed: Partial<Sketch>, ...packets: readonly Asked[]): Trap => ({
  name,
  estate: estateOf({ ...plain, ...changed }),
  packets,
});

/** TCP to a port of an address, from a source. */
export const ssh = (
  source: string,
  reachable: boolean,
  to: string = source.includes(':') ? ownSix : address,
  port = 22,
): Asked => ({
  packet: { source, to: { address: to }, flow: { protocol: tcp, port } },
  reachable,
});

/** TCP to a listener of a load balancer. */
export const dial = (source: string, loadBalancer: string, reachable: boolean, port = 443): Asked => ({
  packet: { source, to: { loadBalancer }, flow: { protocol: tcp, port } },
  reachable,
});

/** The public subnet's route table with other routes. */
export const routes = (...given: Sketch['tables'][number]['routes']): Pick<Sketch, 'tables'> => ({
  tables: [
    { id: 'rtb-main', main: true, routes: [] },
    { id: 'rtb-public', subnets: ['subnet-a'], routes: given },
  ],
});

/** Both subnets' network ACLs with other entries. */
export const entries = (...given: readonly AclEntrySketch[]): Pick<Sketch, 'acls'> => ({
  acls: [
    { id: 'acl-1', entries: given },
    { id: 'acl-2', entries: open },
  ],
});
