import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import { credentialsFor, emptyFolder, environment, start } from '../cli/console.ts';
import { place, smallEstate } from '../stages/small.ts';

const estate = await startEstate(smallEstate());
afterAll(() => estate.close());
const scan = ['scan', '--region', place.region, '--rate', '1', '--format', 'json'];

test('scan to a reader that goes away: the exit code still says how it went', async () => {
  const { child, ended } = start([...scan, '--all'], { env: credentialsFor(estate.url) });
  child.stdout.destroy();
  expect(await ended).toMatchObject({ code: 1 });
});

test('collect, then check without any network, home or credentials', async () => {
  const cwd = emptyFolder();
  const line = ['collect', '--region', place.region, '--rate', '1', '--snapshot', 'facts'];
  expect(await start(line, { cwd, env: credentialsFor(estate.url) }).ended).toMatchObject({ code: 0 });
  const checked = await start(['check', '--snapshot', 'facts'], { cwd, env: {} }).ended;
  expect(checked.code).toBe(1);
  expect(checked.out).toMatch(/^\d+ findings/);
});

test('a mistake: exit code 64, and nothing on standard output', async () => {
  expect(await start(['scan', '--regio', 'x']).ended).toEqual({
    code: 64,
    out: '',
    err: "postern: unknown option '--regio' (Did you mean --region?); see postern scan --help\n",
  });
});

test('no credentials: one line, in seconds', async () => {
  // As on a laptop: nobody has turned the metadata service off, and nothing answers at its address.
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { AWS_EC2_METADATA_DISABLED: _, ...open } = environment();
  const AWS_EC2_METADATA_SERVICE_ENDPOINT = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const before = performance.now();
  const { code, out, err } = await start(['scan'], { env: { ...open, AWS_EC2_METADATA_SERVICE_ENDPOINT } }).ended;
  expect({ code, out }).toEqual({ code: 64, out: '' });
  expect(err).toMatch(/^postern: no AWS credentials were found; [^\n]+\n$/);
  expect(performance.now() - before).toBeLessThan(8_000);
  silent.closeAllConnections();
  silent.close();
});

test('an interruption: exit code 130, and nothing sealed', async () => {
  const waiting = await startEstate(smallEstate());
  waiting.faults.add({ kind: 'timeout', operation: 'DescribeSecurityGroups' });
  const { child, ended, narrated } = start(scan, { env: credentialsFor(waiting.url) });
  await narrated('collect: 1');
  child.kill('SIGINT');
  const { code, out, err } = await ended;
  await waiting.close();
  expect({ code, out }).toEqual({ code: 130, out: '' });
  expect(err).toMatch(/postern: interrupted; nothing was sealed\n$/);
});
