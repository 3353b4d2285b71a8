import { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { FactsOfTarget } from '../../../shared/facts/index.ts';
import { iamPolicy } from '../../../shared/permissions/index.ts';
import type { ProbeRow } from '../../../shared/stages/probe/dials.ts';
import { answering, host, loopback, stranger, tcpServer, tlsServer, toolsOf } from '../../clients/probe/servers.ts';
import { balancerArn, classicArn, clusterArn, endpointRow, type Now, place, proberOf, quick, row } from './probing.ts';

const open = await tcpServer();
const own: Now = { interfaces: { 'eni-1': ['54.93.0.10'] } };

/** What came of one row, its items as `port outcome: words`. */
async function tried(
  now: Now,
  one: ProbeRow,
  network = loopback({ '54.93.0.10': open }),
  more = {},
  facts: FactsOfTarget = {},
) {
  const { prober, dialled, asked } = proberOf(now, network, more);
  const { items, endpoints } = await prober.tryRows(place, facts, [one]);
  const all = items.get(one) ?? [];
  return { all, said: all.map(({ port, says }) => `${port} ${says}`), endpoints, dialled, asked, counts: prober.counts() };
}

describe('what was computed', () => {
  test('is confirmed by a connection, and by a refusal', async () => {
    const two = row({
      ports: [
        [22, 22],
        [80, 80],
      ] as const,
    });
    const { said, counts, asked } = await tried(own, two, loopback({ '54.93.0.10 22': open, '54.93.0.10 80': 1 }));
    expect(said).toEqual([
      '22 confirmed: TCP connection at 54.93.0.10',
      '80 confirmed: a packet came back from 54.93.0.10, and nothing accepts connections',
    ]);
    expect(counts).toMatchObject({ connected: 1, refused: 1, disagreements: 0 });
    expect(asked).toEqual(['DescribeNetworkInterfaces']);
  });

  test.each([
    [undefined, 'no answer at 54.93.0.10: computed as reachable, and a filter on this side looks the same', 0],
    ['8.8.8.8', 'no answer at 54.93.0.10: computed as reachable, and a filter on this side looks the same', 0],
    [
      '52.10.0.7',
      'disagrees: no answer at 54.93.0.10 to 52.10.0.7, which is among the sources; a host or a filter drops packets',
      1,
    ],
  ])('and silence, from %s, counts against it only from its sources', async (from, words, disagreements) => {
    const network = loopback();
    const silent = { ...network, network: { ...network.network, dial: () => new Socket() } };
    const { said, counts } = await tried(own, row({ sources: ['52.10.0.0/16'] }), silent, {
      from,
      tools: toolsOf({ network: silent.network, limits: { ...toolsOf().limits, connectMs: 10 } }),
    });
    expect(said).toEqual([`22 ${words}`]);
    expect(counts).toMatchObject({ 'timed-out': 1, disagreements });
  });

  test('a connection from elsewhere than its sources is said, and contradicts nothing', async () => {
    const { said, counts } = await tried(own, row({ sources: ['52.10.0.0/16'] }), undefined, { from: '8.8.8.8' });
    expect(said[0]).toContain(
      'though 8.8.8.8 is not among the sources: it came another way, or more is open than was computed',
    );
    expect(counts).toMatchObject({ connected: 1, disagreements: 0 });
  });
});

describe('what is not dialled', () => {
  test.each([
    ['an address that went', { interfaces: { 'eni-1': ['54.93.0.11'] } }, row({}), 'no longer an address of eni-1'],
    [
      'an interface of another account',
      { ...own, owners: { 'eni-1': '999988887777' } },
      row({}),
      'no longer an address of eni-1',
    ],
    ['an interface that went', { interfaces: { 'eni-2': ['54.93.0.10'] } }, row({}), 'no longer an address of eni-1'],
    ['interfaces that cannot be read', { ...own, denied: ['DescribeNetworkInterfaces'] }, row({}), 'AccessDenied'],
    [
      'a private address',
      { interfaces: { 'eni-1': ['10.0.0.1'] } },
      row({ address: '10.0.0.1' }),
      'no address of the internet',
    ],
    ['loopback', { interfaces: { 'eni-1': ['127.0.0.1'] } }, row({ address: '127.0.0.1' }), 'no address of the internet'],
    ['metadata', { interfaces: { 'eni-1': ['169.254.169.254'] } }, row({ address: '169.254.169.254' }), 'no address of the'],
    ['a prefix', { interfaces: { 'eni-1': ['2600:1f14::/80'] } }, row({ address: '2600:1f14::/80' }), 'no single address'],
    ['a range of ports', own, row({ ports: [[30_000, 32_767]] }), 'ports 30000-32767 are a range, which is never swept'],
    ['a balancer that went', {}, row({ via: balancerArn, address: 'web.elb' }), 'is no longer there'],
    [
      'another name',
      { balancers: { [balancerArn]: 'other.elb' } },
      row({ via: balancerArn, address: 'web.elb' }),
      'no longer the name',
    ],
    ['a cluster that went', {}, endpointRow(), 'is no longer there'],
    ['another endpoint', { endpoint: 'https://x.eks.amazonaws.com' }, endpointRow(), 'no longer the endpoint of shop'],
    ['a name not of EKS', { endpoint: 'https://evil.example' }, endpointRow('evil.example'), 'no name that EKS gives out'],
    ['an address for a name', { endpoint: 'https://54.93.0.10' }, endpointRow('54.93.0.10'), 'no name that EKS gives out'],
    ['another port', { endpoint: `https://${host}:8443` }, endpointRow(`${host}:8443`), 'no name that EKS gives out'],
    ['a private endpoint', { endpoint: `https://${host}` }, endpointRow(), 'resolves to private addresses here'],
  ] as const)('%s', async (_, now, one, why) => {
    const names = { [host]: ['10.0.3.4', '127.0.0.1'], 'web.elb': ['54.93.0.10'], 'evil.example': ['54.93.0.10'] };
    const { all, dialled } = await tried(now, one, loopback({}, names));
    expect(all.map(({ outcome }) => outcome)).toEqual(['not-probed']);
    expect(all[0]?.says).toContain(why);
    expect(dialled).toEqual([]);
  });

  test('UDP and ICMP, of which silence says nothing', async () => {
    expect((await tried(own, row({ protocol: 'udp' }))).all).toEqual([]);
  });

  test('of a wide range, all but the ports that checks name', async () => {
    const { dialled } = await tried(own, row({ ports: [[0, 65_535]] }), loopback({ '54.93.0.10': open }));
    expect(dialled.map((one) => one.split(' ')[1])).toEqual('22 80 443 2379 3306 3389 5432 6443 10250 10255'.split(' '));
  });

  test('more than a run may: nor are their addresses read anew', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => row({ ports: [[1_000 + index, 1_000 + index]] }));
    const { prober, dialled } = proberOf(own, loopback({ '54.93.0.10': open }), { pace: quick({ most: 7 }) });
    const { items } = await prober.tryRows(place, {}, rows);
    expect(dialled).toHaveLength(7);
    expect([...items.values()].flat().filter(({ outcome }) => outcome === 'not-probed')).toHaveLength(53);
    await prober.tryRows(place, {}, [row({ ports: [[22, 22]] })]);
    expect(dialled).toHaveLength(7);
  });
});

describe('through a load balancer', () => {
  const names = { 'web.elb': ['54.93.0.20', '54.93.0.99', '10.0.0.5'], 'old.elb': ['54.93.0.30'] };
  const now: Now = {
    interfaces: { 'eni-lb': ['54.93.0.20', '10.0.0.5'], 'eni-old': ['54.93.0.30'], 'eni-node': ['54.93.0.99'] },
    descriptions: { 'eni-lb': 'ELB net/web/0123456789abcdef', 'eni-old': 'ELB old' },
    balancers: { [balancerArn]: 'Web.elb', old: 'old.elb' },
  };

  test('its own public addresses are dialled, whatever else its name resolves to; each port once', async () => {
    const network = loopback({ '54.93.0.20': open }, names);
    const { prober, dialled } = proberOf(now, network);
    const rows = ['eni-1', 'eni-2'].map((id) =>
      row({ resource: { type: 'network-interface', id }, via: balancerArn, address: 'web.elb', ports: [[80, 80]] }),
    );
    const { items } = await prober.tryRows(place, {}, rows);
    expect(dialled).toEqual(['54.93.0.20 80']);
    expect([...items.values()].flat().map(({ id, outcome }) => [id, outcome])).toEqual([
      ['eni-1', 'connected'],
      ['eni-2', 'connected'],
    ]);
  });

  test('a name that resolves to others only is not dialled', async () => {
    const { all, dialled } = await tried(
      now,
      row({ via: balancerArn, address: 'web.elb' }),
      loopback({}, { 'web.elb': ['54.93.0.99'] }),
    );
    expect(all[0]?.says).toContain('resolves to no address of its own interfaces on the internet');
    expect(dialled).toEqual([]);
  });

  test('a listener of TLS is met with handshakes', async () => {
    const tls = await tlsServer({ minVersion: 'TLSv1.2' });
    const classic = { dnsName: 'old.elb', listeners: [{ port: 443, protocol: 'HTTPS' }] };
    const facts = { classicLoadBalancers: { known: true, items: [classic], missing: [] } } as unknown as FactsOfTarget;
    const one = row({ via: classicArn, address: 'old.elb', ports: [[443, 443]] });
    const { all } = await tried(now, one, loopback({ '54.93.0.30': tls }, names), {}, facts);
    expect(all[0]).toMatchObject({
      outcome: 'connected',
      tls: { accepted: ['TLSv1.2', 'TLSv1.3'], complete: true, matches: false, problem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    });
  });
});

describe('an endpoint', () => {
  const now: Now = { endpoint: `https://${host}` };
  const names = { [host]: ['54.93.0.40'] };

  test('has capital letters, as EKS writes it', async () => {
    const written = host.replace('abc', 'ABC');
    const { dialled } = await tried(
      { endpoint: `https://${written}` },
      endpointRow(written),
      loopback({ '54.93.0.40': 1 }, names),
    );
    expect(dialled).toEqual(['54.93.0.40 443']);
  });

  test('is met as a stranger meets it', async () => {
    const port = await answering((socket, head) => {
      const status = head.startsWith('GET /version') ? '200 OK' : head.startsWith('GET /metrics') ? '503 No' : '401 No';
      socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`);
    });
    const { endpoints, dialled } = await tried(now, endpointRow(), loopback({ '54.93.0.40': port }, names));
    expect(endpoints.get(clusterArn)).toMatchObject({
      tls: { accepted: ['TLSv1.2', 'TLSv1.3'], matches: true, complete: true },
      anonymous: {
        answers: [
          { path: '/version', status: 200 },
          { path: '/healthz', status: 401 },
          { path: '/api', status: 401 },
          { path: '/openapi/v2', status: 401 },
          { path: '/metrics', status: 503 },
        ],
        complete: { known: false, why: '/metrics answered 503, which neither shows nor refuses it' },
      },
    });
    expect(new Set(dialled)).toEqual(new Set(['54.93.0.40 443']));
  });

  test('that does not answer, or that nobody may dial, is unknown', async () => {
    const refused = await tried(now, endpointRow(), loopback({ '54.93.0.40': 1 }, names));
    expect(refused.endpoints.get(clusterArn)).toMatchObject({ known: false, why: expect.stringContaining('refused a TCP') });
    const unread = await tried({ denied: ['DescribeCluster'] }, endpointRow(), loopback({}, names));
    expect(unread.endpoints.get(clusterArn)).toEqual({
      known: false,
      why: 'not probed: AccessDenied: DescribeCluster',
      action: 'grant DescribeCluster',
    });
  });

  test('of which a stranger keeps the certificate says nothing of its paths', async () => {
    const port = await tlsServer({}, (socket) => socket.end('HTTP/1.1 401 No\r\n\r\n'), stranger);
    const { endpoints } = await tried(now, endpointRow(), loopback({ '54.93.0.40': port }, names));
    expect(endpoints.get(clusterArn)).toMatchObject({
      tls: { problem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
      anonymous: { answers: [], complete: { known: false } },
    });
  });
});

test('what is read anew needs no right that a scan has not', async () => {
  const names = { 'web.elb': ['54.93.0.20'], 'old.elb': ['54.93.0.20'], [host]: [] };
  const now: Now = { ...own, balancers: { [balancerArn]: 'web.elb', old: 'old.elb' }, endpoint: `https://${host}` };
  const { prober, asked } = proberOf(now, loopback({ '54.93.0.10': open }, names));
  const through = [row({ via: balancerArn, address: 'web.elb' }), row({ via: classicArn, address: 'old.elb' })];
  await prober.tryRows(place, {}, [row({}), ...through, endpointRow()]);
  const allowed = iamPolicy().Statement[0].Action;
  const prefixes = { DescribeNetworkInterfaces: 'ec2', DescribeLoadBalancers: 'elasticloadbalancing', DescribeCluster: 'eks' };
  expect(new Set(asked)).toEqual(new Set(Object.keys(prefixes)));
  for (const [operation, prefix] of Object.entries(prefixes)) expect(allowed).toContain(`${prefix}:${operation}`);
});
