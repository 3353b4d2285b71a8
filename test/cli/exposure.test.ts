import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import { exposureSchema } from '../../shared/report/exposure/schema.ts';
import { account, region } from '../exposure/walker/names.ts';
import { machine, trap } from '../exposure/walker/trap.ts';
import { place, smallEstate } from '../stages/small.ts';
import { credentialsFor, emptyFolder, environment, postern } from './console.ts';

/** A VPC without a cluster: SSH of i-1 is open to everyone, that of i-2 to a few. */
const bare = await startEstate(
  trap('two machines', {
    groups: [
      { id: 'sg-1', ingress: [{ protocol: 'tcp', range: [22, 22], peers: ['0.0.0.0/0', '::/0'] }] },
      {
        id: 'sg-2',
        ingress: [
          {
            protocol: 'tcp',
            range: [22, 22],
            peers: ['52.10.0.0/16', '52.12.0.0/16', '60.0.0.0/8', '61.0.0.1/32', '61.0.0.3/32'],
          },
        ],
      },
    ],
    interfaces: [
      machine,
      {
        id: 'eni-2',
        subnet: 'subnet-a',
        groups: ['sg-2'],
        addresses: [{ ip: '10.0.0.20', publicIp: '54.93.0.20' }],
        instance: 'i-2',
      },
    ],
    instances: [
      { id: 'i-1', state: 'running' },
      { id: 'i-2', state: 'running' },
    ],
  }).estate,
);
/** Two clusters: the nodes of one are open through a prefix list. */
const small = await startEstate(smallEstate());
afterAll(() => Promise.all([bare.close(), small.close()]));
afterEach(() => {
  for (const { faults } of [bare, small]) faults.clear();
});

const env = credentialsFor(bare.url);
const smallEnv = credentialsFor(small.url);
const exposure = (line: string, given: Parameters<typeof postern>[1] = {}) =>
  postern(['exposure', ...line.split(' ').filter(Boolean)], { env, ...given });
const live = (line: string, given: Parameters<typeof postern>[1] = {}) => exposure(`--rate 1 ${line}`, given);
const parsed = (text: string) => v.parse(exposureSchema, JSON.parse(text));

describe('what is exposed', () => {
  test('in a Region without a cluster, too', async () => {
    const { code, out, err } = await live('--format json');
    const { exposures, unknown } = parsed(out);
    expect({ code, unknown }).toEqual({ code: 0, unknown: [] });
    expect(err).toMatch(/^(exposure: \d+ of \d+\n)+$/);
    for (const { target } of exposures) expect(target).toEqual({ account, region });
    expect(exposures.map(({ resource, address }) => [resource.id, address])).toEqual([
      ['eni-1', '2600:1f14:abc:de00::10'],
      ['eni-1', '54.93.0.10'],
      ['eni-2', '54.93.0.20'],
    ]);
    expect(exposures.slice(1).map(({ internet }) => internet)).toEqual([true, false]);
  });

  test('as people read it', async () => {
    const { code, out } = await live('');
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toBe('2 interfaces can be reached from the internet, 1 of them from anywhere: 3 paths in 1 of 1 Region.');
    expect(lines).toContain('  eni-1 (i-1)');
    expect(lines).toContain('    tcp 22 on 54.93.0.10 · from the internet');
    expect(out).toMatch(
      / {4}tcp 22 on 54\.93\.0\.20 · from 52\.10\.0\.0\/16, 52\.12\.0\.0\/16, 60\.0\.0\.0\/8, 61\.0\.0\.1\/32 and 1\s+more/,
    );
    expect(out).toMatch(/internet → igw-1 → rtb-public route 0\.0\.0\.0\/0 to igw-1 → acl-1 inbound rule 100 allows/);
  });

  test('from a run is the same as from AWS', async () => {
    const facts = emptyFolder();
    await postern(['collect', '--rate', '1', '--snapshot', facts], { env: smallEnv });
    const from = await exposure(`--format json --snapshot ${facts}`, { env: environment() });
    const now = await live('--format json', { env: smallEnv });
    expect(from.out).toBe(now.out);
    expect([from.code, now.code]).toEqual([0, 0]);
  });
});

describe('of named clusters', () => {
  test('only what is theirs', async () => {
    const all = parsed((await live('--format json', { env: smallEnv })).out).exposures;
    const wrong = parsed((await live('--format json --cluster wrong', { env: smallEnv })).out).exposures;
    const right = parsed((await live('--format json --cluster right', { env: smallEnv })).out).exposures;
    expect(wrong.length).toBeGreaterThan(0);
    expect(all.filter(({ target }) => target.cluster === 'wrong')).toEqual(
      wrong.filter(({ target }) => target.cluster === 'wrong'),
    );
    expect(right).toEqual([]);
    expect((await live('--cluster wrong', { env: smallEnv })).code).toBe(0);
    expect(parsed((await live('--format json --cluster wrong --cluster right', { env: smallEnv })).out).exposures).toEqual(
      wrong,
    );
  });

  test('that are nowhere is a mistake, unless not everywhere could be looked', async () => {
    const nowhere = await live('--cluster nowhere', { env: smallEnv });
    expect(nowhere).toMatchObject({ code: 64, out: '' });
    expect(nowhere.err).toBe('postern: --cluster nowhere: no Region that was looked at has such a cluster\n');
    small.faults.add({ kind: 'deny', operation: 'ListClusters' });
    const unsure = await live('--cluster nowhere --format json', { env: smallEnv });
    expect(unsure.code).toBe(2);
    expect(parsed(unsure.out).unknown).not.toEqual([]);
  });
});

describe('what could not be read', () => {
  test.each(['DescribeNetworkAcls', 'DescribeRouteTables', 'DescribeInternetGateways'])(
    'restricting: %s leaves the rows, with unless',
    async (operation) => {
      bare.faults.add({ kind: 'deny', operation });
      const { code, out } = await live('--format json');
      const { exposures } = parsed(out);
      expect(code).toBe(2);
      expect(exposures.map(({ resource }) => resource.id)).toEqual(['eni-1', 'eni-1', 'eni-2']);
      for (const { unless } of exposures) expect(unless?.[0]).toMatchObject({ why: `AccessDenied: ec2:${operation}` });
      expect((await live('')).out).toContain(`which could not be read: AccessDenied:`);
    },
  );

  test.each(['DescribeSecurityGroups', 'DescribeNetworkInterfaces'])('opening: %s is unknown', async (operation) => {
    bare.faults.add({ kind: 'deny', operation });
    const { code, out } = await live('--format json');
    const { exposures, unknown } = parsed(out);
    expect({ code, exposures }).toEqual({ code: 2, exposures: [] });
    expect(unknown[0]?.why).toContain(operation);
    const shown = (await live('')).out;
    expect(shown).toMatch(/^Nothing that could be judged can be reached from the internet\.\n/);
    expect(shown).toContain(`  unknown AccessDenied: ec2:${operation}`);
  });

  test('Regions that cannot be listed: they are to be named', async () => {
    bare.faults.add({ kind: 'deny', operation: 'DescribeRegions' });
    expect(await live('')).toMatchObject({
      code: 64,
      out: '',
      err: expect.stringMatching(
        /^postern: the account's Regions cannot be listed: AccessDenied: .*; name them by --region\n$/,
      ),
    });
    expect((await live(`--region ${region}`)).code).toBe(0);
  });

  test('a Region of a run without a cluster: its network was not read', async () => {
    const facts = emptyFolder();
    await postern(['collect', '--rate', '1', '--snapshot', facts], { env });
    const { code, out } = await exposure(`--format json --snapshot ${facts}`);
    expect(code).toBe(2);
    expect(parsed(out)).toMatchObject({
      exposures: [],
      unknown: [{ resource: { type: 'region', id: region }, why: 'its network was not read: no cluster in this Region' }],
    });
  });
});

describe('a run', () => {
  const facts = emptyFolder();
  beforeAll(async () => {
    await postern(['collect', '--rate', '1', '--snapshot', facts], { env: smallEnv });
  });

  test('has the Regions that it has', async () => {
    expect((await exposure(`--snapshot ${facts} --region ${place.region}`)).code).toBe(0);
    const { code, out, err } = await exposure(`--snapshot ${facts} --region us-west-2`);
    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(err).toMatch(/^postern: --region us-west-2: the run \S+ does not hold it\n$/);
  });

  test('of which something is gone, or changed, is refused', async () => {
    const copy = emptyFolder();
    cpSync(facts, copy, { recursive: true });
    const path =
      readdirSync(copy, { recursive: true })
        .map(String)
        .find((name) => name.endsWith('_region.json.gz')) ?? '';
    rmSync(join(copy, path));
    expect(await exposure(`--snapshot ${copy}`)).toMatchObject({ code: 64, out: '' });
    expect(await exposure(`--snapshot ${emptyFolder()}`)).toMatchObject({ code: 64, out: '' });
  });
});

test('colour is for terminals, and not where NO_COLOR is set', async () => {
  const terminal = { out: true, err: false, columns: 80 };
  const coloured = await live('', { terminal });
  expect(coloured.out).toContain('\u001b[31m');
  const plain = await live('', { terminal, env: { ...env, NO_COLOR: '1' } });
  expect(plain.out).not.toContain('\u001b');
  for (const line of plain.out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
