import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { head, row } from './bench/table.ts';
import { bundleFunctions } from './bundle.ts';

/** Prints what the functions weigh and what their cold import takes (median of five processes), as Markdown for docs/benchmarks.md. */
const rounds = 5;
const folder = mkdtempSync(join(tmpdir(), 'postern-bundles-'));
const milliseconds = (index: string): number => {
  const script = `const t = performance.now(); await import(${JSON.stringify(pathToFileURL(index).href)}); console.log(performance.now() - t);`;
  const times = Array.from({ length: rounds }, () =>
    Number(execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env: {}, encoding: 'utf8' })),
  );
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
};
const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(0);

process.stdout.write(head(['function', 'KB', 'gzip KB', 'cold import ms'], 1));
for (const { name, folder: code, bytes } of bundleFunctions(folder, {})) {
  const index = join(code, 'index.mjs');
  process.stdout.write(
    row([name, kilobytes(bytes), kilobytes(gzipSync(readFileSync(index)).length), milliseconds(index).toFixed(0)]),
  );
}
rmSync(folder, { recursive: true, force: true });
