import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { run } from '../../cli/run.ts';
import { peakMegabytes } from './peak.ts';

/**
 * One scan in a process of its own, so that its memory and CPU are its own: takes the scan's flags, writes one line of JSON with
 * `exit`, `wallSeconds`, `cpuSeconds`, `peakMegabytes`.
 */
const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'));
const started = performance.now();
const exit = await run(['scan', '--out', folder, '--format', 'html', ...process.argv.slice(2)], {
  cwd: folder,
  env: process.env,
  stdin: () => process.stdin,
  out: async () => undefined,
  err: (text) => void process.stderr.write(text.startsWith('postern:') ? text : ''),
  terminal: { out: false, err: false, columns: 100 },
  now: () => new Date(),
  random: () => 0,
  signal: new AbortController().signal,
});
const { userCPUTime, systemCPUTime } = process.resourceUsage();
const measured = {
  exit,
  wallSeconds: (performance.now() - started) / 1000,
  cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
  peakMegabytes: peakMegabytes(),
};
process.stdout.write(`${JSON.stringify(measured)}\n`);
await rm(folder, { recursive: true, force: true });
