import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { makeAuthority } from '../../estate/kubernetes/certificate.ts';
import { defaultSettings } from '../../shared/config/defaults.ts';
import { insideFolder, PLAN, snapshotPath } from '../../shared/contract/keys.ts';
import { makeRunId } from '../../shared/contract/run-id.ts';
import { unknown } from '../../shared/facts/fact.ts';
import { type Outcomes, reachedFromInside } from '../../shared/stages/from-inside.ts';
import { findInside, insideOf, insideStore, saveInside } from '../../shared/stages/inside.ts';
import { namedTarget } from '../../shared/stages/kubeconfig.ts';
import { makePlan } from '../../shared/stages/plan.ts';
import { placeOf } from '../../shared/stages/results.ts';
import type { Stage } from '../../shared/stages/stage.ts';
import { StoreError } from '../../shared/store/error.ts';
import { saveJson } from '../../shared/store/json.ts';
import { openRun } from '../../shared/store/run.ts';
import type { Store } from '../../shared/store/store.ts';
import { memoryStore } from '../cloud-core/memory.ts';

const account = '111122223333';
const region = 'eu-central-1';
const cluster = { name: 'shop', arn: `arn:aws:eks:${region}:${account}:cluster/shop`, version: '1.36' };
const authorities = ['a'.repeat(64), 'b'.repeat(64)];
const unreached = { account, region, cluster, authorities };
const collected = new Date('2026-11-21T02:00:00Z');
const HOUR = 3_600_000;
const after = (milliseconds: number) => () => new Date(collected.getTime() + milliseconds);
const version = { known: true, value: { gitVersion: 'v1.36.1', major: '1', minor: '36' } } as const;

/** What a collector inside the network leaves behind, or what somebody puts in its place. */
async function left(
  parts: { readonly of?: object; readonly facts?: object; readonly sealed?: boolean; readonly target?: object } = {},
) {
  const store = memoryStore().store;
  const own = insideStore(store, { account, region, cluster: placeOf({ account, region, cluster }).cluster ?? '' });
  const id = makeRunId(collected, 7);
  const kubeconfig = {
    ...{ context: 'inside', server: 'https://kubernetes.default.svc/' },
    inside: { account, region, cluster: 'shop', authorities: [authorities[1] ?? ''], ...parts.of },
  };
  const plan = makePlan({
    ...{ runId: id, startedAt: collected, version: '0', trigger: 'cli', partition: 'aws', accounts: [], kubeconfig },
    ...{ checks: [], frameworks: [], narrowed: false, kubernetes: 'auto', settings: defaultSettings },
  });
  const run = openRun(own, id);
  await run.saveJson(PLAN, plan);
  const target = namedTarget(kubeconfig);
  await run.saveJson(snapshotPath(placeOf(target)), {
    schema: 'postern/snapshot@1',
    target: { ...target, ...parts.target },
    facts: parts.facts ?? { kubernetesVersion: version },
  });
  if (parts.sealed !== false) await run.seal(collected);
  await saveInside(own, id, collected.toISOString());
  return { store, own, id };
}

const find = (store: Store, now = after(HOUR), of = unreached) => findInside(insideOf(store, now), of);

describe('what was read inside the network of a cluster', () => {
  test('is found by the names that AWS has for it', async () => {
    const { store, id } = await left();
    expect(await find(store)).toEqual({
      facts: { kubernetesVersion: version },
      inside: { run: id, collectedAt: '2026-11-21T02:00:00.000Z', ageSeconds: 3_600 },
    });
    expect(await find(store, after(HOUR), { ...unreached, region: 'eu-west-1' })).toBeUndefined();
    const other = { ...cluster, arn: `${cluster.arn}s` };
    expect(await find(store, after(HOUR), { ...unreached, cluster: other })).toBeUndefined();
    expect(await find(memoryStore().store)).toBeUndefined();
  });

  test.each([
    ['of another account', { of: { account: '444455556666' } }, /^are not used: they are of another cluster$/],
    ['of another Region', { of: { region: 'eu-west-1' } }, /^are not used: they are of another cluster$/],
    ['of another cluster', { of: { cluster: 'shop2' } }, /^are not used: they are of another cluster$/],
    ['of another authority', { of: { authorities: ['c'.repeat(64)] } }, /another certificate authority than EKS says of shop$/],
    ['of no authority', { of: { authorities: [] } }, /another certificate authority/],
    ['never finished', { sealed: false }, /^cannot be used: the run \S+ was never finished$/],
    ['with a fact that there is not', { facts: { nonsense: version } }, /holds the fact "nonsense"/],
    [
      'with a fact that is none',
      { facts: { pods: { known: true, items: [{}], missing: [] } } },
      /the fact pods is not as it is collected/,
    ],
    ['of what is no cluster of a kubeconfig', { target: { account } }, /holds the facts of another target/],
    ['with a plan that is none', { of: { authorities: 'x' } }, /plan\.json is not what a run holds/],
  ])('is not used: %s', async (_, parts, why) => {
    const { store } = await left(parts);
    expect(await find(store)).toEqual({ why: expect.stringMatching(why) });
  });

  test('is used for less than 24 hours, and not before its time', async () => {
    const { store } = await left();
    const ages = [24 * HOUR, 24 * HOUR - 1, 0, -5 * 60_000, -5 * 60_000 - 1];
    const found = await Promise.all(ages.map((age) => find(store, after(age))));
    expect(found.map((one) => one && ('why' in one ? one.why : one.inside.ageSeconds))).toEqual([
      'are not used: they are 24 h 0 min old, and under 24 h is taken',
      86_399,
      0,
      0,
      'are not used: they are said to be of 2026-11-21 02:00 UTC, which is yet to come; set the clocks',
    ]);
  });

  test('that somebody changed, or that cannot be read, ends no scan', async () => {
    const changed = await left();
    await changed.own.save(`runs/${changed.id}/${PLAN}`, Buffer.from('{}'));
    expect(await find(changed.store)).toEqual({
      why: expect.stringMatching(/^cannot be used: .*not what the run's manifest was sealed with/),
    });
    const rubbish = await left();
    for (const text of ['rubbish', '{"schema":"postern/latest@1","run":"../../runs/x","sealedAt":"2026-11-21T02:00:00Z"}']) {
      await rubbish.own.save('latest.json', Buffer.from(text));
      expect(await find(rubbish.store)).toBeUndefined();
    }
    await rubbish.own.save('latest.json', Buffer.alloc(65 * 1024, ' '));
    expect(await find(rubbish.store)).toEqual({ why: expect.stringMatching(/^cannot be used: cannot read .*latest\.json/) });
    const denied: Store = {
      ...rubbish.store,
      load: () => Promise.reject(new StoreError('denied', 'AccessDenied: s3:GetObject')),
    };
    expect(await find(denied)).toEqual({ why: 'cannot be used: AccessDenied: s3:GetObject' });
  });

  test('lies where only names of AWS lead', () => {
    const key = '0'.repeat(32);
    expect(insideFolder({ account, region, cluster: key })).toBe(`inside/${account}/${region}/${key}/`);
    for (const wrong of [{ account: '..' }, { region: '../x' }, { cluster: 'shop' }])
      expect(() => insideFolder({ account, region, cluster: key, ...wrong })).toThrow(RangeError);
  });

  test('says the last run to be written, whatever its time', async () => {
    const { own, store } = await left();
    await saveJson(own, 'latest.json', {
      schema: 'postern/latest@1',
      run: '20990101T000000Z-00000000',
      sealedAt: '2099-01-01T00:00:00Z',
    });
    expect(await find(store)).toMatchObject({ why: expect.stringContaining('never finished') });
    await saveInside(own, makeRunId(collected, 7), collected.toISOString());
    expect(await find(store)).toMatchObject({ inside: { ageSeconds: 3_600 } });
  });
});

describe('a cluster is judged by it', () => {
  const { certificate } = makeAuthority('shop');
  const described = {
    endpoint: 'https://0123.gr7.eu-central-1.eks.amazonaws.com',
    certificateAuthority: Buffer.from(certificate).toString('base64'),
  };
  const failed = {
    kubernetesVersion: unknown('GET /version at 10.0.0.1: timed out', 'go inside'),
    nodeGroups: { known: true, items: [], missing: [] },
  } as const;

  async function reached(outcomes: Outcomes, more: Partial<Stage> = {}) {
    const { store } = await left({ of: { authorities: [fingerprint] } });
    const plan = { narrowed: false } as Stage['plan'];
    const stage = { plan, checks: [], inside: insideOf(store, after(HOUR)), ...more } as unknown as Stage;
    return reachedFromInside(stage, { kind: 'eks', account, region, cluster }, { described } as never, failed, outcomes);
  }
  const fingerprint = new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase();

  test('where nobody answered, and there only', async () => {
    for (const outcomes of [['unreachable'], ['timeout'], ['timeout', 'unreachable']] as const)
      expect(await reached(new Set(outcomes))).toMatchObject({
        facts: { kubernetesVersion: version, nodeGroups: { known: true } },
        inside: { ageSeconds: 3_600 },
      });
    for (const outcomes of [
      [],
      ['answered'],
      ['unreachable', 'answered'],
      ['timeout', 'forbidden'],
      ['unauthorized'],
      ['certificate'],
      ['redirect'],
      ['throttled'],
    ] as const)
      expect(await reached(new Set(outcomes))).toEqual({ facts: failed });
  });

  test('not where the scan was stopped, or looks for none: then there is one reason for all', async () => {
    expect(await reached(new Set(['timeout']), { signal: AbortSignal.abort() })).toEqual({ facts: failed });
    const { facts, ...rest } = await reached(new Set(['timeout']), { inside: undefined } as never);
    expect(rest).toEqual({});
    const { nodeGroups, ...ofKubernetes } = facts;
    expect(nodeGroups).toEqual(failed.nodeGroups);
    const reason = unknown('the API server was not reached: 10.0.0.1: timed out', 'go inside');
    expect(new Set(Object.values(ofKubernetes).map((fact) => JSON.stringify(fact)))).toEqual(new Set([JSON.stringify(reason)]));
  });

  test('what it does not hold stays unknown, for both reasons', async () => {
    const { store } = await left({ of: { authorities: [fingerprint] }, facts: {} });
    const { facts, inside } = await reached(new Set(['timeout']), { inside: insideOf(store, after(HOUR)) });
    expect(inside).toBeDefined();
    expect(facts.kubernetesVersion).toEqual(
      unknown(
        'the API server was not reached: 10.0.0.1: timed out; the facts from inside its network do not hold it',
        'go inside',
      ),
    );
  });
});
