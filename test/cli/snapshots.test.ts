import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import { MANIFEST } from '../../shared/contract/keys.ts';
import { parseRunId } from '../../shared/contract/run-id.ts';
import { folderStore } from '../../shared/store/folder.ts';
import { describeObjects, sealRun } from '../../shared/store/manifest.ts';
import { place, smallEstate } from '../stages/small.ts';
import { credentialsFor, emptyFolder, postern } from './console.ts';

const { account, region } = place;
const facts = emptyFolder();
const id = parseRunId('20261121T020000Z-00000001');
if (id === undefined) throw new Error('no run id');
const run = `runs/${id}`;
const ofAccount = `snapshots/${account}/_account.json.gz`;
const ofRegion = `snapshots/${account}/${region}/_region.json.gz`;
let ofCluster = '';

beforeAll(async () => {
  const estate = await startEstate(smallEstate());
  const line = ['collect', '--region', region, '--rate', '1', '--snapshot', facts];
  const collected = await postern(line, { env: credentialsFor(estate.url), random: () => 1 });
  await estate.close();
  if (collected.code !== 0) throw new Error(collected.err);
  const names = readdirSync(join(facts, run, 'snapshots', account, region)).filter((name) => !name.startsWith('_'));
  ofCluster = `snapshots/${account}/${region}/${names[0]}`;
});

/** A copy of the run, edited; `sealed` anew by whoever edited it, unless they could not or did not care. */
async function edited(edit: (folder: string) => void, sealed = true): Promise<string> {
  const copy = emptyFolder();
  cpSync(facts, copy, { recursive: true });
  if (sealed) rmSync(join(copy, run, MANIFEST));
  edit(join(copy, run));
  if (!sealed || id === undefined) return copy;
  const store = folderStore(copy);
  await sealRun(store, id, new Date('2026-11-21T02:00:00Z'), await describeObjects(store, id));
  return copy;
}

const change = (path: string, edit: (json: Record<string, unknown>) => unknown) => (folder: string) => {
  const file = join(folder, path);
  const text = path.endsWith('.gz') ? gunzipSync(readFileSync(file)).toString() : readFileSync(file, 'utf8');
  const changed = JSON.stringify(edit(JSON.parse(text)));
  writeFileSync(file, path.endsWith('.gz') ? gzipSync(changed) : changed);
};
const put = (path: string, bytes: string | Uint8Array) => (folder: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
};
const targetOf = (json: Record<string, unknown>) => json.target as Record<string, unknown>;
const fact = (name: string, value: unknown) => (json: Record<string, unknown>) => ({
  ...json,
  facts: { ...(json.facts as object), [name]: value },
});

async function check(folder: string, ...more: readonly string[]) {
  const cwd = emptyFolder();
  const { code, out, err } = await postern(['check', '--snapshot', folder, ...more], { cwd });
  expect(err.trimEnd()).not.toContain('\n');
  const sealed = readdirSync(cwd, { recursive: true }).some((path) => String(path).endsWith(MANIFEST));
  return { code, out, err, sealed };
}
const refused = (said: RegExp) => ({ code: 64, out: '', err: expect.stringMatching(said), sealed: false });

describe('bytes that are not those that were sealed', () => {
  test.each([
    ['changed', (folder: string) => writeFileSync(join(folder, ofRegion), readFileSync(join(folder, ofAccount)))],
    [
      'cut short',
      (folder: string) => writeFileSync(join(folder, ofRegion), readFileSync(join(folder, ofRegion)).subarray(0, 99)),
    ],
    ['gone', (folder: string) => rmSync(join(folder, ofRegion))],
    [
      'a folder',
      (folder: string) => {
        rmSync(join(folder, ofRegion));
        mkdirSync(join(folder, ofRegion));
      },
    ],
  ])('%s', async (_, edit) => {
    expect(await check(await edited(edit, false))).toEqual(refused(/^postern: cannot read \S+_region\.json\.gz: /));
  });

  test('a run that was never finished', async () => {
    const folder = await edited((copy) => rmSync(join(copy, MANIFEST)), false);
    expect(await check(join(folder, run))).toEqual(
      refused(/is not a sealed run: it has no manifest, so it was never finished; collect again\n$/),
    );
    expect(await check(folder)).toEqual(refused(/holds no sealed run; postern collect --snapshot \S+ makes one\n$/));
  });

  test.each([
    ['no JSON', '{'],
    ['another schema', '{"schema":"postern/manifest@2","run":"x","sealedAt":"2026-11-21T02:00:00Z","objects":[]}'],
    [
      'a path out of the run',
      '{"schema":"postern/manifest@1","run":"20261121T020000Z-00000001","sealedAt":"2026-11-21T02:00:00Z","objects":[{"key":"../../../etc/passwd","size":1,"sha256":"' +
        '0'.repeat(64) +
        '","meaning":""}]}',
    ],
  ])('a manifest with %s', async (_, text) => {
    expect(await check(await edited(put(MANIFEST, text), false))).toEqual(refused(/^postern: cannot read \S+manifest\.json: /));
  });
});

/** What an attacker may have sealed, and what it is answered with. */
const hostile: readonly (readonly [string, () => (folder: string) => void, RegExp])[] = [
  [
    'a plan of another version',
    () => change('plan.json', (json) => ({ ...json, schema: 'postern/plan@9' })),
    /plan\.json has the schema "postern\/plan@9"; this version of Postern reads postern\/plan@1: collect again, or use the version that wrote it$/,
  ],
  ['no plan', () => (folder) => rmSync(join(folder, 'plan.json')), /plan\.json is not what a run holds: /],
  [
    'a snapshot of another version',
    () => change(ofRegion, (json) => ({ ...json, schema: 'postern/snapshot@2' })),
    /_region\.json\.gz has the schema "postern\/snapshot@2"; this version of Postern reads postern\/snapshot@1/,
  ],
  [
    'a schema that acts on a terminal',
    () => change(ofRegion, (json) => ({ ...json, schema: '\u001b[2J\u202e' })),
    /^postern: [\x20-\x7e]+$/,
  ],
  ['a list instead of a snapshot', () => change(ofRegion, () => []), /_region\.json\.gz is not what a run holds: /],
  ['null', () => change(ofRegion, () => null), /_region\.json\.gz is not what a run holds: /],
  ['text that is no gzip', () => put(ofRegion, '{}'), /it is not gzip, or was cut short/],
  ['JSON that is cut short', () => put(ofRegion, gzipSync('{"schema":"postern/snap')), /it is not JSON, or was cut short/],
  ['bytes that are no text', () => put(ofRegion, gzipSync(Buffer.from([0xff, 0xfe]))), /it is not UTF-8/],
  [
    'JSON that is nested deeply',
    () => put(ofRegion, gzipSync(`${'['.repeat(5000)}${']'.repeat(5000)}`)),
    /it is nested more than 100 deep/,
  ],
  [
    'a member __proto__',
    () => put(ofRegion, gzipSync('{"schema":"postern/snapshot@1","__proto__":{"facts":{}}}')),
    /it has a member "__proto__"/,
  ],
  [
    'a fact that does not exist',
    () => change(ofRegion, fact('wishes', { known: true, value: 1 })),
    /holds the fact "wishes", which this version of Postern does not know$/,
  ],
  [
    'a fact that is derived',
    () => change(ofRegion, fact('encryptionKeys', { known: true, items: [], missing: [] })),
    /holds the fact encryptionKeys, which is never collected$/,
  ],
  [
    'a fact of another shape',
    () => change(ofRegion, fact('securityGroups', { known: true, items: [{ id: 1 }], missing: [] })),
    /the fact securityGroups is not as it is collected: items\.0\.id: Invalid type: Expected string but received 1$/,
  ],
  [
    'a fact that is known and nothing else',
    () => change(ofRegion, fact('securityGroups', { known: true })),
    /the fact securityGroups is not as it is collected: items: Invalid key: Expected "items" but received undefined$/,
  ],
  [
    'a fact that is unknown without a reason',
    () => change(ofRegion, fact('securityGroups', { known: false })),
    /the fact securityGroups is not as it is collected: known: Invalid type: Expected true but received false$/,
  ],
  [
    'a fact that is a word',
    () => change(ofRegion, fact('securityGroups', 'none')),
    /the fact securityGroups is not as it is collected: it: Invalid type: Expected Object but received "none"$/,
  ],
  [
    'more values than any Region has',
    () => put(ofRegion, gzipSync(`[${'[],'.repeat(4_000_000)}[]]`, { level: 1 })),
    /_region\.json\.gz: it has more than 8000000 values$/,
  ],
  [
    'a Region that is a path',
    () => change(ofRegion, (json) => ({ ...json, target: { ...targetOf(json), region: '../../../x' } })),
    /_region\.json\.gz holds the facts of another target/,
  ],
  [
    'the facts of another Region',
    () => change(ofRegion, (json) => ({ ...json, target: { ...targetOf(json), region: 'us-east-1' } })),
    /holds the facts of another target/,
  ],
  [
    'the facts of another account',
    () => change(ofAccount, (json) => ({ ...json, target: { ...targetOf(json), account: '999999999999' } })),
    /holds the facts of another target/,
  ],
  [
    'the facts of another cluster',
    () =>
      change(ofCluster, (json) => ({
        ...json,
        target: { ...targetOf(json), cluster: { name: 'x', arn: 'arn:x', version: '1' } },
      })),
    /holds the facts of another target/,
  ],
  [
    'a cluster that says it is a Region',
    () => change(ofCluster, (json) => ({ ...json, target: { ...targetOf(json), kind: 'region' } })),
    /holds the facts of another target/,
  ],
  [
    'Regions that are paths',
    () => change(ofAccount, fact('regions', { known: true, items: [{ name: '../x', optInStatus: 'opted-in' }], missing: [] })),
    /the fact regions is not as it is collected: .*is no name of a Region$/,
  ],
  [
    'an account less',
    () => (folder) => rmSync(join(folder, ofAccount)),
    /_account\.json\.gz is not in the run; collect again$/,
  ],
  ['a Region less', () => (folder) => rmSync(join(folder, ofRegion)), /_region\.json\.gz is not in the run; collect again$/],
  [
    'a cluster less',
    () => (folder) => rmSync(join(folder, ofCluster)),
    /[0-9a-f]{32}\.json\.gz is not in the run; collect again$/,
  ],
  [
    'no snapshot at all',
    () => (folder) => rmSync(join(folder, 'snapshots'), { recursive: true }),
    /holds no snapshots; name a run that postern collect or scan wrote$/,
  ],
];

describe('a run that was sealed with', () => {
  test.each(hostile)('%s', async (_, edit, said) => {
    const { err, ...rest } = await check(await edited(edit()));
    expect({ ...rest, err: err.trimEnd() }).toEqual(refused(said));
  });
});

describe('facts that are not there are unknown, never a pass', () => {
  test('a fact less', async () => {
    const folder = await edited(
      change(ofRegion, (json) => {
        const { securityGroups: _, ...others } = json.facts as Record<string, unknown>;
        return { ...json, facts: others };
      }),
    );
    const { out, code } = await check(folder, '--format', 'json', '--all', '--check', 'security-groups/*');
    const statuses = JSON.parse(out).verdicts.map(({ status }: { readonly status: string }) => status);
    expect(new Set(statuses)).toEqual(new Set(['unknown']));
    expect(code).toBe(2);
  });

  test('the list of clusters', async () => {
    const folder = await edited(
      change(ofRegion, (json) => {
        const { clusters: _, ...others } = json.facts as Record<string, unknown>;
        return { ...json, facts: others };
      }),
    );
    const { out } = await check(folder, '--format', 'json', '--check', 'api-endpoint/*');
    const ofTheRegion = JSON.parse(out).verdicts.filter(
      (verdict: { readonly resource: { readonly type: string } }) => verdict.resource.type === 'region',
    );
    expect(ofTheRegion).toMatchObject([{ status: 'unknown', because: 'the fact clusters was not collected' }]);
  });
});

test('strings of a snapshot do nothing to a terminal', async () => {
  const evil = '\u001b]0;owned\u0007\u001b[2J\u202e<script>';
  const folder = await edited(change(ofAccount, (json) => ({ ...json, target: { ...targetOf(json), accountName: evil } })));
  const { out, code } = await check(folder);
  expect(code).toBe(1);
  expect(out.replaceAll('\n', '')).toMatch(/^[^\p{Cc}\p{Cf}]*$/u);
});
