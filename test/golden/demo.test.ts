import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, postern } from '../cli/console.ts';
import { expectGolden } from './golden.ts';

const cwd = emptyFolder();
const demo = await postern(['demo', '--all'], { cwd, random: () => 1 });
const report = readFileSync(join(cwd, 'postern-demo/runs/20261121T020000Z-00000001/report.json'), 'utf8');

/** Clusters listen on whatever port is free, and each run has a key of its own for credentials. */
const withoutChance = (text: string) =>
  text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>').replace(/fingerprint [0-9a-f]{32}/g, 'fingerprint <keyed>');

test('the demo ends with findings, and says where its report is', () => {
  expect(demo.code).toBe(1);
  expect(demo.err).toMatch(/^a simulated organization: .*\n(collect: \d+ of \d+\n)+(scan: \d+ of \d+\n)+$/);
});

test('the report of the demo: every verdict, and why', () => {
  const { run, ...rest } = JSON.parse(withoutChance(report));
  expect(run).toMatchObject({
    id: '20261121T020000Z-00000001',
    startedAt: '2026-11-21T02:00:00.000Z',
    finishedAt: '2026-11-21T02:00:00.000Z',
    trigger: 'cli',
    errors: [],
  });
  expectGolden('demo/report.json', `${JSON.stringify(rest, null, 2)}\n`);
});

test('the summary of the demo on a terminal', () => {
  expectGolden('demo/terminal.txt', withoutChance(demo.out));
});
