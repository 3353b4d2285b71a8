import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base, settings } from '../../shared/checks/base.ts';
import type { Evidence } from '../../shared/checks/check.ts';
import { administration, dangerous, etcd, judgedElsewhere, otherThan } from '../../shared/checks/reachable-services.ts';
import { judgeReached, meeting, reaching } from '../../shared/checks/reached.ts';
import type { Item } from '../../shared/facts/index.ts';
import { allExamples, judged } from './estate.ts';

type Row = Item<'nodeExposures'>['reached'][number];
const row = (given: Partial<Row>): Row => ({
  id: 'eni-node',
  instanceId: 'i-general',
  address: '198.35.27.5',
  protocol: 'tcp',
  ports: [[22, 22]],
  sources: ['0.0.0.0/0'],
  internet: true,
  via: 'direct',
  path: [{ kind: 'internet-gateway', id: 'igw-shop', says: 'attached to vpc-shop' }],
  ...given,
});
const part = (reached: readonly Row[], perhaps: readonly Row[] = []) => ({
  reached,
  perhaps: perhaps.map((one) => ({ ...one, certain: true as const })),
  complete: true as const,
});
const judge = reaching(administration, 'high', 'nothing');
const said = (...rows: readonly Row[]) => judge(part(rows), { settings });
const some = (sources: readonly string[], given: Partial<Row> = {}) =>
  row({ internet: false, sources: [...sources], ...given });

describe('how bad it is', () => {
  it('is the severity of the service from the whole internet, one less from a large part, and nothing from a few', () => {
    expect(said(row({}))).toMatchObject({ status: 'fail', severity: 'high' });
    expect(said(some(['9.0.0.0/8']))).toMatchObject({ status: 'fail', severity: 'medium' });
    expect(said(some(['198.35.26.0/28']))).toEqual({
      status: 'pass',
      because: 'nothing; a few addresses only reach SSH (tcp 22) from 16 public IPv4 addresses',
      evidence: [],
    });
    expect(said(some(['2600::/29']))).toMatchObject({ severity: 'medium' });
  });

  it('adds up sources of several ways to the same port of an address, and of no other', () => {
    const parts = [some(['8.0.0.0/17']), some(['8.0.128.0/17']), some(['8.1.0.0/17'])];
    expect(said(...parts)).toMatchObject({ status: 'fail', severity: 'medium' });
    expect(said(...parts.map((one, index) => ({ ...one, address: `198.35.27.${index}` })))).toMatchObject({ status: 'pass' });
    expect(said(...parts.map((one, index) => ({ ...one, ports: [[21 + index, 21 + index] as const] })))).toMatchObject({
      status: 'pass',
    });
    expect(said(some(['0.0.0.0/1']), some(['128.0.0.0/1']))).toMatchObject({ status: 'fail', severity: 'high' });
  });

  it('is of the port of the target behind a load balancer, not of the listener', () => {
    const meets = meeting(dangerous);
    const behind = (ports: [number, number][]) => row({ via: 'arn', ports: [[22, 22]], to: { address: '10.0.0.10', ports } });
    expect(meets(behind([[8080, 8080]]))).toEqual([]);
    expect(meets(behind([[2379, 2379]]))).toMatchObject([{ name: 'etcd (tcp 2379)', severity: 'critical' }]);
  });

  it('is nothing of protocols without ports', () => {
    const { ports: _, ...rest } = row({ protocol: 'icmp' });
    expect(said(rest)).toMatchObject({ status: 'pass' });
  });
});

describe('what is not certain', () => {
  const ended = new Error('read');
  const doubtful = (one: Row) => ({
    ...one,
    get certain(): true {
      throw ended;
    },
  });
  const open = (reached: readonly Row[], perhaps: readonly Row[]) => ({
    reached,
    perhaps: perhaps.map(doubtful),
    complete: true as const,
  });
  const of = (reached: readonly Row[], perhaps: readonly Row[]) => () => judge(open(reached, perhaps), { settings });

  it('ends the judgement where it could make it worse, and not otherwise', () => {
    for (const reached of [[], [some(['9.0.0.0/8'])]])
      expect(of(reached, [row({})])).toThrow(expect.objectContaining({ cause: ended }));
    expect(of([row({})], [row({ address: '198.35.27.6' })])()).toMatchObject({ status: 'fail', severity: 'high' });
    expect(of([], [row({ ports: [[443, 443]] })])()).toMatchObject({ status: 'pass' });
    expect(of([], [some(['198.35.26.0/28'])])()).toMatchObject({ status: 'pass' });
  });

  it('shows the ways that are open unless the unread forbids them, and only those', () => {
    const small = some(['198.35.26.0/28'], { address: '198.35.27.7' });
    const thrown = expect(of([some(['9.0.0.0/8'], { address: '198.35.27.6' })], [small, row({})]));
    thrown.toThrow(
      expect.objectContaining({
        evidence: [
          { kind: 'internet', id: '0.0.0.0/0', says: 'the whole internet' },
          { kind: 'internet-gateway', id: 'igw-shop', says: 'attached to vpc-shop' },
          { kind: 'port', id: '198.35.27.5:22/tcp', says: 'SSH (tcp 22)' },
        ],
      }),
    );
  });

  it('so does what is not complete, unless nothing could be worse', () => {
    const incomplete = (reached: readonly Row[]) => ({
      reached,
      perhaps: [],
      get complete(): true {
        throw ended;
      },
    });
    expect(() => judge(incomplete([]), { settings })).toThrow(ended);
    expect(() => judge(incomplete([some(['9.0.0.0/8'])]), { settings })).toThrow(ended);
    expect(judge(incomplete([row({})]), { settings })).toMatchObject({ status: 'fail' });
  });
});

describe('the evidence', () => {
  const evidence = (...rows: readonly Row[]) => {
    const judgement = said(...rows);
    return judgement.status === 'fail' ? judgement.evidence : [];
  };

  it('is the way in order, from the internet to the port', () => {
    expect(evidence(row({}))).toEqual([
      { kind: 'internet', id: '0.0.0.0/0', says: 'the whole internet' },
      { kind: 'internet-gateway', id: 'igw-shop', says: 'attached to vpc-shop' },
      { kind: 'port', id: '198.35.27.5:22/tcp', says: 'SSH (tcp 22)' },
    ]);
    const six = evidence(row({ address: '2600::5', sources: ['2000::/3'] }));
    expect([six[0]?.id, six.at(-1)?.id]).toEqual(['::/0', '[2600::5]:22/tcp']);
  });

  it('names what is dialled and what is behind a load balancer', () => {
    const [first, ...rest] = evidence(
      row({ via: 'arn', address: 'web.example.com', ports: [[2222, 2222]], to: { address: '10.0.0.10', ports: [[22, 22]] } }),
    );
    expect(first?.says).toBe('the whole internet, which dials web.example.com:2222/tcp');
    expect(rest.at(-1)).toEqual({ kind: 'port', id: '10.0.0.10:22/tcp', says: 'SSH (tcp 22)' });
  });

  it('is bounded, however many nodes there are: whole ways of different things, then names', () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      row({ id: `eni-${index}`, instanceId: `i-${index}`, address: `198.35.${index >> 8}.${index % 256}` }),
    );
    const found = evidence(...many, row({ ports: [[3389, 3389]] }));
    expect(found.filter(({ kind }) => kind === 'port')).toHaveLength(2);
    expect(found.filter(({ kind }) => kind === 'instance')).toHaveLength(20);
    expect(found.at(-1)?.says).toMatch(/^reached as well: SSH \(tcp 22\) at 198\./);
  });

  it('shortens what is long: sources and ports', () => {
    const sources = Array.from({ length: 200 }, (_, index) => `8.${index}.0.0/17`);
    const found = evidence(some(sources, { ports: [[0, 65_535]] }));
    expect(found[0]?.id).toBe('8.0.0.0/17, 8.1.0.0/17, 8.2.0.0/17 and 197 more');
    for (const { id, says } of found) expect(`${id}${says}`.length).toBeLessThan(300);
  });
});

it('every port of TCP and UDP is judged by a check of its own', () => {
  const other = otherThan(judgedElsewhere, 'other ports', 'medium');
  fc.assert(
    fc.property(fc.nat(65_535), fc.constantFrom('tcp' as const, 'udp' as const), (port, protocol) => {
      expect([...judgedElsewhere, other].some((service) => service[protocol].contains(port))).toBe(true);
    }),
  );
  expect(etcd.map(({ severity }) => severity)).toEqual(['critical']);
  expect(judgeReached(part([]), { meets: () => [], most: 'low', large: settings.largeRange, passes: 'nothing' })).toMatchObject(
    {
      status: 'pass',
    },
  );
});

it('failures of the folder tell whole ways: each from the internet to a port', async () => {
  const ways = (await allExamples())
    .filter(({ check }) => check.id.startsWith('exposure/'))
    .flatMap(({ check, examples }) => examples.flatMap(({ facts }) => judged(check, facts, base).verdicts))
    .filter(({ status }) => status === 'fail')
    .map(({ evidence }) => evidence);
  expect(ways.length).toBeGreaterThan(15);
  const kinds = (way: readonly Evidence[]) => way.map(({ kind }) => kind);
  for (const way of ways) {
    expect(kinds(way)[0]).toBe('internet');
    expect(kinds(way)).toContain('port');
    expect(kinds(way)).toContain('internet-gateway');
    expect(kinds(way).filter((kind) => kind === 'internet').length).toBe(kinds(way).filter((kind) => kind === 'port').length);
  }
});
