import { spawn } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { generateEstate } from '../estate/generate.ts';
import { startEstate } from '../estate/server.ts';
import { measureCidrs } from './bench/cidrs.ts';

/**
 * Cost as the estate grows: a whole scan in a process of its own against a simulated organization of 100 accounts. Prints Markdown for
 * docs/benchmarks.md. `--quick` leaves the default rate's runs out.
 */
interface Measured {
  readonly exit: number;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

const accounts = 100;

async function scan(url: string, rate: string): Promise<Measured> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./bench/scan.ts', import.meta.url)), '--organization', '--rate', rate],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        AWS_ENDPOINT_URL: url,
        AWS_ACCESS_KEY_ID: 'bench',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_REGION: 'us-east-1',
        PATH: process.env.PATH,
      },
    },
  );
  let text = '';
  for await (const chunk of child.stdout) text += chunk;
  const line = text.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(`the scan printed ${JSON.stringify(line)}`);
  return JSON.parse(line) as Measured;
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |\n`;

async function growth(rates: readonly string[]): Promise<void> {
  process.stdout.write(`\n## A scan as the estate grows\n\n${accounts} accounts, one Region each.\n\n`);
  process.stdout.write(row(['clusters', 'rate', 'wall s', 'CPU s', 'peak MB', 'AWS calls']) + row(Array(6).fill('---:')));
  for (const clusters of [10, 100, 1000]) {
    const estate = await startEstate(generateEstate({ seed: 1, accounts, clusters }));
    for (const rate of rates) {
      estate.counts.clear();
      const { wallSeconds, cpuSeconds, peakMegabytes } = await scan(estate.url, rate);
      process.stdout.write(
        row([clusters, rate, wallSeconds.toFixed(1), cpuSeconds.toFixed(1), peakMegabytes.toFixed(0), estate.counts.of()]),
      );
    }
    if (clusters === 1000) callsOf(estate.counts.list());
    await estate.close();
  }
}

function callsOf(rows: readonly { readonly service: string; readonly operation: string; readonly calls: number }[]): void {
  const sums = new Map<string, number>();
  for (const { service, operation, calls } of rows)
    sums.set(`${service} ${operation}`, (sums.get(`${service} ${operation}`) ?? 0) + calls);
  process.stdout.write(`\n### Calls per operation at 1,000 clusters\n\n${row(['operation', 'calls'])}${row(['---', '---:'])}`);
  for (const [operation, calls] of [...sums].sort()) process.stdout.write(row([operation, calls]));
}

const [cpu] = cpus();
process.stdout.write(
  `Machine: ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB; Node ${process.version}.\n`,
);
const { cold, median } = measureCidrs();
process.stdout.write(
  `\n## Union of 10,000 CIDRs\n\n${row(['first ms', 'median ms'])}${row(['---:', '---:'])}${row([cold.toFixed(1), median.toFixed(1)])}`,
);
await growth(process.argv.includes('--quick') ? ['1'] : ['1', '0.25']);
