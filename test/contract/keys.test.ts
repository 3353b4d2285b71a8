import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MANIFEST, meaningOf, PLAN, reportPath, resultPath, runKey, snapshotPath } from '../../shared/contract/keys.ts';
import { makeRunId } from '../../shared/contract/run-id.ts';
import { clusterKey } from '../../shared/store/cluster-key.ts';
import { isKey } from '../../shared/store/key.ts';
import { anyText } from '../store/any-text.ts';

const run = makeRunId(new Date('2026-11-21T02:03:04Z'), 1);
const arn = 'arn:aws:eks:eu-west-1:123456789012:cluster/shop';
const cluster = clusterKey(arn);
const account = '123456789012';
const region = 'eu-west-1';

describe('names of stored objects (layout 3.4)', () => {
  test.each([
    [runKey(run, PLAN), 'runs/20261121T020304Z-00000001/plan.json'],
    [runKey(run, MANIFEST), 'runs/20261121T020304Z-00000001/manifest.json'],
    [snapshotPath({ account }), 'snapshots/123456789012/_account.json.gz'],
    [snapshotPath({ account, region }), 'snapshots/123456789012/eu-west-1/_region.json.gz'],
    [resultPath({ account, region, cluster }), 'results/123456789012/eu-west-1/845d5a30f5bc01c29e94a939324627fd.json.gz'],
    [reportPath('html'), 'report.html'],
  ])('%s', (key, expected) => {
    expect(key).toBe(expected);
    expect(isKey(key)).toBe(true);
  });

  test.each([
    ['plan.json', 'plan: what the run was to look at'],
    ['report.json', 'report'],
    ['report.sarif', 'report, rendered as sarif'],
    [snapshotPath({ account }), 'facts: account 123456789012'],
    [snapshotPath({ account, region }), 'facts: Region eu-west-1, account 123456789012'],
    [resultPath({ account, region, cluster }), `verdicts: cluster ${cluster}, Region eu-west-1, account 123456789012`],
    ['something/else', 'other'],
  ])('%s means "%s"', (path, meaning) => {
    expect(meaningOf(path)).toBe(meaning);
  });

  test.each([
    () => snapshotPath({ account: '12345678901' }),
    () => snapshotPath({ account: '../45678901' }),
    () => snapshotPath({ account, region: '..' }),
    () => snapshotPath({ account, region: 'eu-west-1/..' }),
    () => resultPath({ account, region, cluster: 'shop' }),
    () => resultPath({ account, region, cluster: `${cluster}/` }),
    () => reportPath('../x'),
    () => reportPath('HTML'),
    () => reportPath(''),
  ])('refuses what is no name (%#)', (make) => {
    expect(make).toThrow(RangeError);
  });

  test('a cluster key is 32 hex digits of the SHA-256 of the ARN', () => {
    expect(clusterKey(arn)).toMatch(/^[0-9a-f]{32}$/);
    expect(clusterKey(`${arn}x`)).not.toBe(clusterKey(arn));
    fc.assert(fc.property(anyText, (name) => isKey(resultPath({ account, region, cluster: clusterKey(name) }))));
  });
});
