import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { clusterVersions } from '../../estate/demo/builders/versions.ts';
import { demoDate } from '../../estate/demo/index.ts';
import { iam } from '../../estate/demo/organization.ts';
import { type Estate, startEstate } from '../../estate/server.ts';
import type { Aws } from '../../shared/clients/aws.ts';
import { closure } from '../../shared/engine/order.ts';
import type { Result } from '../../shared/engine/verdict.ts';
import type { Reads } from '../../shared/facts/fact.ts';
import { type FactName, facts } from '../../shared/facts/index.ts';
import { ordinary as checks, nameOf, type Scanned, scanEstate, type Way } from './scan-estate.ts';
import { place, smallEstate } from './small.ts';

const { account, region } = place;
const other = '444455556666';
const stranger = '777788889999';
const empty = 'us-east-1';

/** The small estate, an empty Region beside it, and a second account. */
function estateOfTwo(): Estate {
  const { accounts } = smallEstate();
  const mine = accounts[account];
  const bare = { ...clusterVersions(demoDate) };
  return {
    accounts: {
      [account]: { ...mine, regions: { ...mine?.regions, [empty]: bare } },
      [other]: { global: { iam: iam({ rootAccessKeys: 0 }) }, regions: { [empty]: bare } },
    },
  };
}

const estate = await startEstate(estateOfTwo());
afterAll(() => estate.close());
afterEach(() => {
  estate.faults.clear();
  estate.counts.clear();
  estate.kubernetes.faults.clear();
});

const scan = (way: Way = {}) => scanEstate(estate, way);
const targets = ({ results }: Scanned) => Object.fromEntries(results.map(({ target }) => [nameOf(target), target.status]));
function resultOf({ results }: Scanned, name: string): Result {
  const found = results.find(({ target }) => nameOf(target) === name);
  if (found === undefined) throw new Error(`no target ${name} among ${results.map(({ target }) => nameOf(target))}`);
  return found;
}
const statusesOf = ({ verdicts }: Result) => [...new Set(verdicts.map(({ status }) => status))].sort();
/** Whether a fact is read in the cluster, by a request that the cluster itself answers. */
const inCluster = (name: FactName): boolean => {
  const { reads }: { readonly reads?: Reads } = facts[name] as object;
  return reads !== undefined && ('kubernetes' in reads || 'kubernetesByDefault' in reads);
};
const chosen = (...ids: readonly string[]) => checks.filter(({ id }) => ids.includes(id));
const askedOfRight = () => estate.kubernetes.counts(`arn:aws:eks:${region}:${account}:cluster/right`);
const right = `${account}/${region}/right`;
const wrong = `${account}/${region}/wrong`;
const whole = {
  [account]: 'complete',
  [`${account}/${empty}`]: 'complete',
  [`${account}/${region}`]: 'complete',
  [right]: 'complete',
  [wrong]: 'complete',
};

describe('an account', () => {
  test('that cannot be entered is failed: all that it may hold is unknown, and the others are read', async () => {
    const scanned = await scan({ accounts: [account, stranger] });
    expect(targets(scanned)).toEqual({ ...whole, [stranger]: 'failed' });
    const failed = resultOf(scanned, stranger);
    expect(failed.target.missing).toMatchObject([{ fact: 'credentials', why: expect.stringContaining('sts:AssumeRole') }]);
    expect(failed.target.missing[0]?.action).toContain(`arn:aws:iam::${stranger}:role/postern-member`);
    expect(failed.verdicts.map(({ check, status }) => [check, status])).toEqual(checks.map(({ id }) => [id, 'unknown']));
    expect(scanned.outcome).toMatchObject({ whole: false, regions: { all: false }, clusters: { all: false } });
  });

  test('is entered through the role, and asked about nothing that is not read', async () => {
    const scanned = await scan({ accounts: [other] });
    expect(targets(scanned)).toEqual({ [other]: 'complete', [`${other}/${empty}`]: 'complete' });
    expect(estate.counts.of({ account: other, service: 'iam' })).toBe(1);
  });

  test('whose Regions are unknown says unknown of all in them; those that were asked for are tried', async () => {
    estate.faults.add({ kind: 'deny', operation: 'DescribeRegions' });
    const scanned = await scan();
    expect(targets(scanned)).toEqual({ [account]: 'partial' });
    const { verdicts } = resultOf(scanned, account);
    expect(verdicts.filter(({ status }) => status === 'unknown').map(({ check }) => check)).toEqual(
      checks.filter(({ scope }) => scope !== 'account').map(({ id }) => id),
    );
    const asked = await scan({ regions: [region] });
    expect(targets(asked)).toMatchObject({ [account]: 'partial', [right]: 'complete', [wrong]: 'complete' });
    expect(statusesOf(resultOf(asked, account))).toEqual(['fail']);
  });
});

describe('a Region', () => {
  test('that the account has not enabled is skipped, and asked nothing', async () => {
    const scanned = await scan({ regions: ['ap-southeast-4', region] });
    expect(targets(scanned)).toMatchObject({ [`${account}/ap-southeast-4`]: 'skipped', [right]: 'complete' });
    const skipped = resultOf(scanned, `${account}/ap-southeast-4`);
    expect(skipped.verdicts).toEqual([]);
    expect(skipped.target.missing).toMatchObject([{ fact: 'regions', why: 'this Region is not enabled in this account' }]);
    expect(estate.counts.of({ region: 'ap-southeast-4' })).toBe(0);
  });

  test('that turns the credentials down is failed, whether the account calls it enabled or cannot say', async () => {
    estate.faults.add({ kind: 'not-enabled', operation: 'ListClusters', region });
    expect(targets(await scan({ regions: [region] }))).toEqual({ [account]: 'complete', [`${account}/${region}`]: 'failed' });
    estate.faults.add({ kind: 'deny', operation: 'DescribeRegions' });
    expect(targets(await scan({ regions: [region] }))).toEqual({ [account]: 'partial', [`${account}/${region}`]: 'failed' });
  });

  test('that a policy closes is failed: its checks and those of its clusters are unknown', async () => {
    estate.faults.add({ kind: 'deny-by-policy', operation: 'ListClusters', region });
    const scanned = await scan();
    expect(targets(scanned)).toEqual({
      [account]: 'complete',
      [`${account}/${empty}`]: 'complete',
      [`${account}/${region}`]: 'failed',
    });
    const { verdicts, target } = resultOf(scanned, `${account}/${region}`);
    expect(target.missing[0]?.why).toMatch(/explicit deny in a service control policy/);
    expect(verdicts.map(({ check, status }) => [check, status])).toEqual(
      checks.filter(({ scope }) => scope !== 'account').map(({ id }) => [id, 'unknown']),
    );
  });

  test('whose clusters cannot be listed is partial: the network is judged, the clusters are unknown', async () => {
    estate.faults.add({ kind: 'deny', operation: 'ListClusters', region });
    const scanned = await scan();
    expect(targets(scanned)).toEqual({
      [account]: 'complete',
      [`${account}/${empty}`]: 'complete',
      [`${account}/${region}`]: 'partial',
    });
    const { verdicts } = resultOf(scanned, `${account}/${region}`);
    for (const { id } of checks.filter(({ scope }) => scope === 'cluster'))
      expect(verdicts.filter(({ check }) => check === id)).toMatchObject([
        { status: 'unknown', because: expect.stringContaining('eks:ListClusters'), resource: { type: 'region', id: region } },
      ]);
  });

  test('with no cluster ends after the first look: its checks are not applicable', async () => {
    const scanned = await scan({ regions: [empty] });
    const { verdicts, target } = resultOf(scanned, `${account}/${empty}`);
    expect(target).toMatchObject({ status: 'complete', missing: [] });
    expect(statusesOf({ verdicts } as Result)).toEqual(['not-applicable']);
    expect(verdicts[0]?.because).toBe('no cluster in this Region');
    const asked = estate.counts.list().filter((call) => call.region === empty && !['iam', 'sts'].includes(call.service));
    expect(asked.map(({ operation }) => operation).sort()).toEqual(['DescribeInstances', 'DescribeRegions', 'ListClusters']);
  });
});

describe('a cluster', () => {
  test('that is gone between list and description has no verdicts, and its neighbour has all', async () => {
    estate.faults.add({ kind: 'gone', operation: 'DescribeCluster', nth: 1 });
    const scanned = await scan({ regions: [region] });
    const gone = scanned.results.filter(({ target }) => target.status === 'gone');
    expect(gone).toHaveLength(1);
    expect(gone[0]?.verdicts).toEqual([]);
    expect(gone[0]?.target.missing[0]?.why).toMatch(/^ResourceNotFoundException: /);
    const stays = scanned.results.find(({ target }) => target.cluster !== undefined && target.status !== 'gone');
    expect(stays?.verdicts.length).toBeGreaterThan(5);
    expect(scanned.outcome.clusters).toEqual({ names: new Set(['right', 'wrong']), all: true });
  });

  test('that cannot be described is named, and unknown in everything that AWS would say of it', async () => {
    estate.faults.add({ kind: 'deny', operation: 'DescribeCluster' });
    const scanned = await scan({ regions: [region], clusters: ['right'] });
    expect(targets(scanned)).toMatchObject({ [right]: 'partial' });
    expect(targets(scanned)).not.toHaveProperty(wrong);
    expect(statusesOf(resultOf(scanned, right))).toEqual(['unknown']);
  });

  test('whose own API is not read is unknown there, with what would make it known', async () => {
    const before = askedOfRight();
    const scanned = await scan({ regions: [region], kubernetes: 'off' });
    const unknown = resultOf(scanned, right).verdicts.filter(({ status }) => status === 'unknown');
    const read = (names: Iterable<string>) => [...names].some((name) => inCluster(name as FactName));
    const asked = checks.filter(
      ({ scope, each, needs }) => scope === 'cluster' && read(closure(each ? [each, ...needs] : needs, facts)),
    );
    expect(unknown.map(({ check }) => check)).toEqual(asked.map(({ id }) => id));
    for (const { because } of unknown)
      expect(because).toBe('the Kubernetes API was not read: --kubernetes off (scan without --kubernetes off)');
    expect(askedOfRight()).toEqual(before);
  });

  test('is scanned alone where it is asked for by name; its Region is read all the same', async () => {
    const scanned = await scan({ regions: [region], clusters: ['wrong'] });
    expect(targets(scanned)).toEqual({ [account]: 'complete', [`${account}/${region}`]: 'complete', [wrong]: 'complete' });
    expect(estate.counts.of({ operation: 'ListNodegroups' })).toBe(1);
  });
});

describe('a selection of checks', () => {
  test('asks for no more than they need', async () => {
    const before = askedOfRight();
    await scan({ regions: [region], checks: chosen('api-endpoint/public-access') });
    const asked = new Set(estate.counts.list().map(({ operation }) => operation));
    expect([...asked].sort()).toEqual(['DescribeCluster', 'DescribeRegions', 'GetCallerIdentity', 'ListClusters']);
    expect(askedOfRight()).toEqual(before);
  });

  test('does not pass where the clusters could not be listed', async () => {
    estate.faults.add({ kind: 'deny', operation: 'ListClusters' });
    const scanned = await scan({ regions: [region], checks: chosen('api-endpoint/public-access') });
    expect(scanned.results.flatMap(({ verdicts }) => verdicts.map(({ check, status }) => [check, status]))).toEqual([
      ['api-endpoint/public-access', 'unknown'],
    ]);
  });
});

describe('what is our fault', () => {
  const broken =
    (name: string) =>
    (aws: Aws): Aws => ({
      ...aws,
      call: (place, service, operation, input, signal) =>
        operation === name ? Promise.reject(new TypeError('a defect')) : aws.call(place, service, operation, input, signal),
    });

  test('is an error of the run where a collector throws, and its fact is unknown; the other targets are as ever', async () => {
    const scanned = await scan({ regions: [region], aws: broken('DescribeNodegroup') });
    expect(resultOf(scanned, right).errors).toEqual([{ check: 'fact nodeGroups', target: right, message: 'a defect' }]);
    expect(resultOf(scanned, right).target.status).toBe('partial');
    const clean = await scan({ regions: [region] });
    expect(resultOf(scanned, account)).toEqual(resultOf(clean, account));
    const others = (from: Scanned, name: string) =>
      resultOf(from, name)
        .verdicts.filter(({ check }) => !['nodes/', 'security-groups/', 'exposure/'].some((area) => check.startsWith(area)))
        .map(({ check, resource, status }) => [check, resource.id, status]);
    for (const name of [right, wrong]) expect(others(scanned, name)).toEqual(others(clean, name));
  });

  test('is an error of the run where a check throws, and unknown there alone', async () => {
    const [first] = chosen('encryption/secrets');
    if (first === undefined) throw new Error('no such check');
    const throwing = {
      ...first,
      judge: () => {
        throw new RangeError('a defect');
      },
    };
    const scanned = await scan({ regions: [region], checks: [throwing, ...chosen('versions/support')] });
    const { errors, verdicts } = resultOf(scanned, right);
    expect(errors).toEqual([{ check: 'encryption/secrets', target: right, message: 'a defect' }]);
    expect(verdicts.map(({ check, status }) => [check, status])).toEqual([
      ['encryption/secrets', 'unknown'],
      ['versions/support', 'pass'],
    ]);
  });
});

test('an interruption ends the scan with its reason', async () => {
  const stop = new AbortController();
  const stopping = (aws: Aws): Aws => ({
    ...aws,
    call: (place, service, operation, input, signal) => {
      if (operation === 'DescribeSecurityGroups') stop.abort(new Error('stopped'));
      return aws.call(place, service, operation, input, signal);
    },
  });
  await expect(scan({ regions: [region], signal: stop.signal, aws: stopping })).rejects.toThrow('stopped');
});
