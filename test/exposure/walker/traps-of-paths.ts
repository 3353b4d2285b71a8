import { address, admitting, high, low, machine, ownSix, plain, routes, six, ssh, type Trap, trap } from './trap.ts';

const everywhere = [
  { to: '0.0.0.0/0', via: 'igw-1' },
  { to: '::/0', via: 'igw-1' },
];
const subnets = (changed: Partial<(typeof plain.subnets)[number]>) => ({
  subnets: plain.subnets.map((subnet) => (subnet.id === 'subnet-a' ? { ...subnet, ...changed } : subnet)),
});
const blocked = { id: 'vpcbpa-exclude-1', state: 'create-complete' } as const;

/** Traps of routes and gateways. */
export const routeTraps: readonly Trap[] = [
  trap(
    'an open group in a subnet without a route',
    { interfaces: [{ ...machine, subnet: 'subnet-b', addresses: [{ ip: '10.0.1.10', publicIp: address }] }] },
    ssh(low, false),
  ),
  trap('a route to a detached gateway', { gateway: 'detached' }, ssh(low, false), ssh(six, false)),
  trap('a gateway that is attached to another VPC', { gateway: 'elsewhere' }, ssh(low, false)),
  trap('a blackholed default route', routes({ to: '0.0.0.0/0', via: 'igw-1', blackhole: true }), ssh(low, false)),
  trap(
    'a more specific blackhole',
    routes(...everywhere, { to: '52.0.0.0/8', via: 'pcx-1', blackhole: true }),
    ssh(low, false),
    ssh(high, true),
  ),
  trap('half the internet has a route', routes({ to: '0.0.0.0/1', via: 'igw-1' }), ssh(low, true), ssh(high, false)),
  trap(
    'two half routes',
    routes({ to: '0.0.0.0/1', via: 'igw-1' }, { to: '128.0.0.0/1', via: 'igw-1' }),
    ssh(low, true),
    ssh(high, true),
  ),
  trap(
    'a route by a prefix list, and an endpoint that takes some away',
    {
      ...routes({ to: 'pl-1', via: 'igw-1' }, { to: 'pl-2', via: 'vpce-1' }),
      lists: [
        { id: 'pl-1', cidrs: ['0.0.0.0/1', '128.0.0.0/1'] },
        { id: 'pl-2', owner: 'AWS', cidrs: ['52.10.0.0/16'] },
      ],
    },
    ssh(low, false),
    ssh('52.11.0.1', true),
    ssh(high, true),
  ),
  trap(
    'a static route before a propagated one',
    routes(...everywhere, { to: '0.0.0.0/0', via: 'vgw-1', propagated: true }),
    ssh(low, true),
  ),
  trap(
    'a longer propagated route',
    routes(...everywhere, { to: '52.0.0.0/8', via: 'vgw-1', propagated: true }),
    ssh(low, false),
    ssh(high, true),
  ),
  trap(
    'an egress-only gateway',
    routes({ to: '0.0.0.0/0', via: 'igw-1' }, { to: '::/0', via: 'eigw-1' }),
    ssh(low, true),
    ssh(six, false),
  ),
  trap('a NAT gateway', routes({ to: '0.0.0.0/0', via: 'nat-1' }), ssh(low, false)),
  trap(
    'the main table counts where none is associated',
    { tables: [{ id: 'rtb-main', main: true, routes: everywhere }] },
    ssh(low, true),
  ),
  trap(
    'a VPC of public numbers has them to itself',
    { cidrs: ['10.0.0.0/16', '52.10.0.0/16'] },
    ssh(low, false),
    ssh(high, true),
  ),
];

const firewall = { id: 'rtb-edge', edge: true, routes: [{ to: '10.0.0.0/24', via: 'vpce-firewall' }] };

/** Traps of a gateway's own route table. */
export const edgeTraps: readonly Trap[] = [
  trap(
    'a gateway route table to a firewall, and back through it',
    { tables: [...routes({ to: '0.0.0.0/0', via: 'vpce-firewall' }).tables, firewall] },
    ssh(low, true),
  ),
  trap('a gateway route table to a firewall, and straight back', { tables: [...plain.tables, firewall] }, ssh(low, true)),
  trap('back through a firewall that saw no request', routes({ to: '0.0.0.0/0', via: 'vpce-firewall' }), ssh(low, false)),
  trap(
    'a gateway route table into a blackhole',
    { tables: [...plain.tables, { ...firewall, routes: [{ to: '10.0.0.0/24', via: 'vpce-firewall', blackhole: true }] }] },
    ssh(low, false),
    ssh(six, true),
  ),
];

/** Traps of addresses, interfaces and instances. */
export const addressTraps: readonly Trap[] = [
  trap(
    'a public address on a secondary private address',
    { interfaces: [{ ...machine, addresses: [{ ip: '10.0.0.10' }, { ip: '10.0.0.11', publicIp: address }] }] },
    ssh(low, true),
  ),
  trap(
    'a carrier address',
    { interfaces: [{ ...machine, addresses: [{ ip: '10.0.0.10', carrierIp: address }] }] },
    ssh(low, false),
  ),
  trap('IPv6 that is private by attribute', subnets({ sixIsPrivate: true }), ssh(low, true), ssh(six, false)),
  trap(
    'delegated prefixes',
    { interfaces: [{ ...machine, prefixes: ['10.0.0.32/28'], six: ['2600:1f14:abc:de00:1::/80'] }] },
    ssh(six, true, '2600:1f14:abc:de00:1::77'),
    ssh(six, false, '2600:1f14:abc:de00:2::77'),
  ),
  trap(
    'an interface that denies all gateway traffic',
    { interfaces: [{ ...machine, addresses: [{ ip: '10.0.0.10' }], deniesGateways: true }] },
    ssh(six, false),
  ),
  trap('a stopped instance', { instances: [{ id: 'i-1', state: 'stopped' }] }, ssh(low, false), ssh(six, false)),
  trap('a pending instance', { instances: [{ id: 'i-1', state: 'pending' }] }, ssh(low, true)),
  trap('an interface attached to nothing', { interfaces: [{ ...machine, status: 'available' }] }, ssh(low, false)),
  trap(
    'a branch interface of a pod with its own groups',
    {
      groups: [admitting('sg-1', 22, '10.0.0.0/8'), admitting('sg-pod', 22, '::/0')],
      interfaces: [
        { ...machine, type: 'trunk' },
        {
          id: 'eni-pod',
          subnet: 'subnet-a',
          type: 'branch',
          groups: ['sg-pod'],
          addresses: [{ ip: '10.0.0.20' }],
          six: ['2600:1f14:abc:de00::20'],
        },
      ],
    },
    ssh(six, false, ownSix),
    ssh(six, true, '2600:1f14:abc:de00::20'),
  ),
  trap(
    "a NAT gateway's own address",
    {
      interfaces: [
        {
          id: 'eni-nat',
          subnet: 'subnet-a',
          type: 'nat_gateway',
          groups: [],
          addresses: [{ ip: '10.0.0.5', publicIp: address }],
        },
      ],
    },
    ssh(low, false),
  ),
];

/** Traps of block public access. */
export const blockTraps: readonly Trap[] = [
  trap(
    'block with a subnet exclusion',
    { block: { mode: 'block-bidirectional', exclusions: [{ ...blocked, of: 'subnet-a', mode: 'allow-bidirectional' }] } },
    ssh(low, true),
  ),
  trap(
    'block with an exclusion of another subnet',
    { block: { mode: 'block-bidirectional', exclusions: [{ ...blocked, of: 'subnet-b', mode: 'allow-bidirectional' }] } },
    ssh(low, false),
  ),
  trap(
    'block with an exclusion of the VPC',
    { block: { mode: 'block-ingress', exclusions: [{ ...blocked, of: 'vpc-1', mode: 'allow-bidirectional' }] } },
    ssh(low, true),
  ),
  trap(
    'block with an exclusion for egress only',
    { block: { mode: 'block-bidirectional', exclusions: [{ ...blocked, of: 'subnet-a', mode: 'allow-egress' }] } },
    ssh(low, false),
  ),
  trap(
    'block with an exclusion that was deleted',
    {
      block: {
        mode: 'block-ingress',
        exclusions: [{ ...blocked, of: 'subnet-a', mode: 'allow-bidirectional', state: 'delete-complete' }],
      },
    },
    ssh(low, false),
  ),
  trap(
    'a shared subnet whose owner blocks nothing',
    { ...subnets({ blockState: 'off' }), block: { mode: 'block-bidirectional', exclusions: [] } },
    ssh(low, true),
  ),
  trap('a shared subnet whose owner blocks', { ...subnets({ blockState: 'block-ingress' }) }, ssh(low, false), ssh(six, false)),
];
