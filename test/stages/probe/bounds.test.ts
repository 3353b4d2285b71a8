import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress } from '../../../shared/net/ip.ts';
import { internet } from '../../../shared/net/reserved.ts';
import { loopback, tcpServer } from '../../clients/probe/servers.ts';
import { tries } from '../../whole.ts';
import { balancerArn, endpointRow, place, proberOf, quick, row } from './probing.ts';

const open = await tcpServer((socket) => socket.destroy());

/** Addresses at the edges of what is the internet's, and names that lead anywhere. */
const addresses = [
  '54.93.0.10',
  '54.93.0.11',
  '8.8.8.8',
  '127.0.0.1',
  '10.0.0.1',
  '169.254.169.254',
  '192.168.1.1',
  '172.16.0.1',
  '100.64.0.1',
  '203.0.113.5',
  '0.0.0.0',
  '224.0.0.1',
  '::1',
  'fe80::1',
  'fd00:ec2::254',
  '::ffff:10.0.0.1',
  '2600:1f14::10',
  '54.93.0.10/32',
  'web.elb',
  '[::1]',
  '2130706433',
  '',
];
const address = fc.constantFrom(...addresses);
const id = fc.constantFrom('eni-1', 'eni-2', 'eni-lb');
const port = fc.integer({ min: 0, max: 65_535 });
const ports = fc.array(
  fc.oneof(
    port.map((one): [number, number] => [one, one]),
    fc.tuple(port, port),
  ),
  { maxLength: 3 },
);
const rows = fc.array(
  fc.oneof(
    fc
      .record({
        id,
        address,
        ports,
        via: fc.constantFrom('direct', balancerArn, 'arn:x'),
      })
      .map(({ id, ...rest }) => row({ resource: { type: 'network-interface', id }, ...rest })),
    address.map((one) => endpointRow(one)),
    // What is so, among what is not.
    fc.constant(row({})),
    fc.constant(row({ via: balancerArn, address: 'web.elb' })),
  ),
  { maxLength: 6 },
);
const interfaces = fc
  .tuple(fc.dictionary(id, fc.array(address, { maxLength: 8 }), { noNullPrototype: true }), fc.boolean())
  .map(([some, so]) => (so ? { ...some, 'eni-1': ['54.93.0.10'], 'eni-lb': ['54.93.0.11'] } : some));

test("whatever exposures say, only addresses of the internet that were just read as the account's own are dialled", async () => {
  let total = 0;
  await fc.assert(
    fc.asyncProperty(rows, interfaces, fc.array(address, { maxLength: 4 }), address, async (all, now, resolve, endpoint) => {
      const network = loopback({}, { 'web.elb': resolve });
      const led = {
        ...network.network,
        dial: (to: string, at: number) => {
          network.dialled.push(`${to} ${at}`);
          return loopback().network.dial(to, open);
        },
      };
      const { prober } = proberOf(
        {
          interfaces: now,
          descriptions: { 'eni-lb': 'ELB net/web/0123456789abcdef' },
          balancers: { [balancerArn]: 'web.elb' },
          endpoint: `https://${endpoint}`,
        },
        { ...network, network: led },
        { pace: quick({ most: 12 }) },
      );
      await prober.tryRows(place, {}, all);
      const read = new Set(Object.values(now).flat());
      total += network.dialled.length;
      expect(network.dialled.length).toBeLessThanOrEqual(12);
      for (const one of network.dialled) {
        const [to = ''] = one.split(' ');
        const parsed = parseAddress(to);
        expect(parsed.ok && internet.contains(parsed.value), to).toBe(true);
        expect(read.has(to), `${to} was read`).toBe(true);
      }
    }),
    { numRuns: tries(60, 2_000) },
  );
  expect(total).toBeGreaterThan(0);
});
