import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import { exposureSchema } from '../../shared/report/exposure/schema.ts';
import { smallEstate } from '../stages/small.ts';
import { credentialsFor, postern } from './console.ts';

/** Whatever list is lost, nothing is taken for closed: each row stays, or something is unknown that may hold it. */
const estate = await startEstate(smallEstate());
afterAll(() => estate.close());
afterEach(() => estate.faults.clear());

const env = credentialsFor(estate.url);
const list = async () => {
  const { code, out } = await postern(['exposure', '--rate', '1', '--format', 'json'], { env });
  return { code, ...v.parse(exposureSchema, JSON.parse(out)) };
};
type Row = Awaited<ReturnType<typeof list>>['exposures'][number];
/** What is reachable by a row. */
const key = ({ resource, address, protocol, ports, via }: Row) => JSON.stringify([resource.id, address, protocol, ports, via]);
let whole: Awaited<ReturnType<typeof list>>;
beforeAll(async () => {
  whole = await list();
  if (whole.code !== 0 || whole.exposures.length < 3) throw new Error('the estate has nothing to lose');
});

test.each([
  'DescribeNetworkInterfaces',
  'DescribeInstances',
  'DescribeSecurityGroups',
  'DescribeManagedPrefixLists',
  'GetManagedPrefixListEntries',
  'DescribeSubnets',
  'DescribeRouteTables',
  'DescribeNetworkAcls',
  'DescribeInternetGateways',
  'DescribeVpcBlockPublicAccessOptions',
  'DescribeLoadBalancers',
  'DescribeListeners',
  'DescribeTargetGroups',
  'DescribeTargetHealth',
  'ListClusters',
  'DescribeCluster',
])('without %s', async (operation) => {
  estate.faults.add({ kind: 'deny', operation });
  const { code, exposures, unknown } = await list();
  const kept = new Set(exposures.map(key));
  const lost = whole.exposures.filter((row) => !kept.has(key(row)));
  const doubted = unknown.length > 0 || exposures.some(({ unless }) => unless !== undefined);
  expect(code).toBe(doubted ? 2 : 0);
  if (lost.length > 0) expect(unknown).not.toEqual([]);
});
