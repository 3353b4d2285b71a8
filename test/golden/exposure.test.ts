import * as v from 'valibot';
import { afterAll, expect, test } from 'vitest';
import { demoEstate, demoFaults } from '../../estate/demo/index.ts';
import { startEstate } from '../../estate/server.ts';
import { exposureSchema } from '../../shared/report/exposure/schema.ts';
import { credentialsFor, emptyFolder, environment, postern } from '../cli/console.ts';
import { expectGolden } from './golden.ts';

const estate = await startEstate(demoEstate());
afterAll(() => estate.close());
demoFaults(estate);
const facts = emptyFolder();
await postern(['collect', '--organization', '--rate', '1', '--snapshot', facts], { env: credentialsFor(estate.url) });

/** Clusters listen on whatever port is free. */
const withoutPorts = (text: string) => text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>');
const asked = (line: string, columns = 100) =>
  postern([...line.split(' '), '--snapshot', facts], { env: environment(), terminal: { out: false, err: false, columns } });

test.each([80, 120])('what the internet reaches of the demo, in %i columns', async (columns) => {
  const { code, out } = await asked('exposure', columns);
  expect(code).toBe(2);
  expectGolden(`exposure/demo-${columns}.txt`, withoutPorts(out));
});

test('the same for programs', async () => {
  const { code, out } = await asked('exposure --format json');
  expect(code).toBe(2);
  const { exposures, unknown } = v.parse(exposureSchema, JSON.parse(out));
  // The internet is some 200 CIDRs.
  const rows = exposures.map(({ sources, internet, ...row }) => ({ ...row, sources: internet ? 'internet' : sources }));
  expectGolden('exposure/demo.json', `${withoutPorts(JSON.stringify({ exposures: rows, unknown }, null, 2))}\n`);
});

/** Questions about the demo's story, and how they end: the first one's network ACLs may not be read. */
const questions = [
  ['node-port', '--to i-0bb182ce0aaebf82b:30080', 2],
  ['ssh', '--to i-0bb182ce0aaebf82b:22/tcp', 0],
  ['through-load-balancer', '--to i-09059f00b6a0470fa:30080/tcp', 0],
  ['load-balancer', '--to eni-086dc64d061d8afab:443/tcp --from 52.10.0.0/16', 0],
] as const;
test.each(questions)('reach %s', async (name, line, expected) => {
  const { code, out } = await asked(`reach ${line}`);
  expect(code).toBe(expected);
  expectGolden(`exposure/reach-${name}.txt`, out);
});
