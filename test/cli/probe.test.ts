import * as v from 'valibot';
import { afterAll, describe, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import { exposureSchema } from '../../shared/report/exposure/schema.ts';
import { limits, loopback, tcpServer } from '../clients/probe/servers.ts';
import { machine, trap } from '../exposure/walker/trap.ts';
import { quick } from '../stages/probe/probing.ts';
import { smallEstate } from '../stages/small.ts';
import { credentialsFor, emptyFolder, environment, postern } from './console.ts';

/** A VPC in which the internet reaches SSH of one machine. */
const bare = await startEstate(
  trap('a machine', {
    groups: [{ id: 'sg-1', ingress: [{ protocol: 'tcp', range: [22, 22], peers: ['0.0.0.0/0'] }] }],
    interfaces: [machine],
    instances: [{ id: 'i-1', state: 'running' }],
  }).estate,
);
const small = await startEstate(smallEstate());
afterAll(() => Promise.all([bare.close(), small.close()]));
const open = await tcpServer();

/** Every address leads to one server here; the simulated API endpoint, which is on loopback, is let through. */
const probing = () => {
  const { network, dialled } = loopback({ '54.93.0.10': open });
  const permits = (address: string) => address === '127.0.0.1';
  return { dialled, probing: { network, limits, pace: quick(), permits } };
};
const env = credentialsFor(bare.url);
const run = (line: string, given: Parameters<typeof postern>[1] = {}) => postern(line.split(' '), { env, ...given });

describe('postern exposure --probe', () => {
  test('shows what came of each row, and says so in a line', async () => {
    const { dialled, probing: seam } = probing();
    const { code, out, err } = await run('exposure --rate 1 --probe', { probing: seam });
    expect(code).toBe(0);
    expect(out).toContain('      probe tcp 22 confirmed: TCP connection at 54.93.0.10\n');
    expect(err).toContain('probes: 1 accepted a connection, 0 refused one, 0 did not answer, 0 not tried\n');
    expect(dialled).toEqual(['54.93.0.10 22']);
  });

  test('as JSON has a member more, and is otherwise the same', async () => {
    const probed = await run('exposure --rate 1 --format json --probe', { probing: probing().probing });
    const { exposures } = v.parse(exposureSchema, JSON.parse(probed.out));
    expect(exposures.map(({ probe }) => probe)).toEqual([
      [{ port: 22, address: '54.93.0.10', outcome: 'connected', says: 'confirmed: TCP connection at 54.93.0.10' }],
    ]);
    const without = await run('exposure --rate 1 --format json');
    const rows = exposures.map(({ probe: _, ...row }) => row);
    expect(JSON.parse(without.out).exposures).toEqual(rows);
  });

  test('needs what is there now', async () => {
    expect(await run('exposure --probe --snapshot x')).toMatchObject({
      code: 64,
      err: 'postern: --probe tries what is there now, and --snapshot holds what was there then; leave one of them out\n',
    });
  });
});

describe('postern scan --probe', () => {
  const smallEnv = credentialsFor(small.url);
  const only = '--check api-endpoint/* --check exposure/administration-ports';
  type Said = { readonly check: string; readonly status: string; readonly evidence: readonly object[] };
  const verdicts = (text: string, check: string): readonly Said[] =>
    JSON.parse(text).verdicts.filter((one: Said) => one.check === check);
  const applies = ({ status }: Said): boolean => status !== 'not-applicable';

  test('judges the endpoint, confirms exposures, and is judged again without a probe', async () => {
    const facts = emptyFolder();
    const { dialled, probing: seam } = probing();
    const scanned = await run(`collect --rate 1 --kubernetes off ${only} --probe --snapshot ${facts}`, {
      env: smallEnv,
      probing: seam,
    });
    expect(scanned.err).toMatch(/probes: 1 accepted a connection, /);
    expect(dialled.every((one) => one.startsWith('127.0.0.1 '))).toBe(true);
    const before = dialled.length;
    const { out } = await run(`check ${only} --all --format json --snapshot ${facts}`, { env: environment() });
    expect(dialled.length).toBe(before);
    const [paths] = verdicts(out, 'api-endpoint/anonymous-paths').filter(applies);
    expect(paths).toMatchObject({
      status: 'pass',
      because: '/version, /healthz, as Kubernetes does by default, are answered without credentials',
    });
    expect(verdicts(out, 'api-endpoint/tls').filter(applies)).toMatchObject([{ status: 'pass' }]);
    // Addresses of the simulated estate are for documentation: they are not the internet's.
    const [way] = verdicts(out, 'exposure/administration-ports').filter(({ status }) => status === 'fail');
    expect(way?.evidence).toContainEqual({ kind: 'probe', id: 'tcp 22', says: expect.stringMatching(/^not probed: /) });
  });

  test('without it, what it would judge is no part of a scan; asked for by name, it is an error', async () => {
    expect(await run('scan --check api-endpoint/tls', { env: smallEnv })).toMatchObject({
      code: 64,
      err: 'postern: api-endpoint/tls judges what was probed, and nothing was: postern scan --probe does, from the command line only\n',
    });
  });

  test('--probe-from is an address of the internet, and of a probe', async () => {
    expect(await run('scan --probe-from 8.8.8.8')).toMatchObject({
      code: 64,
      err: 'postern: --probe-from says where probes come from, and there are none; add --probe\n',
    });
    for (const bad of ['10.0.0.1', 'home', '8.8.8.8/32'])
      expect((await run(`scan --probe --probe-from ${bad}`)).err).toContain('It is no address of the internet');
  });
});
