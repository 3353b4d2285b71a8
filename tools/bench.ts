import { cpus, loadavg, totalmem } from 'node:os';
import process from 'node:process';
import { generateEstate } from '../estate/generate.ts';
import { startEstate } from '../estate/server.ts';
import { deviations, kubernetesRequests, plannedCalls, sentCalls } from './bench/calls.ts';
import { measureCidrs } from './bench/cidrs.ts';
import { exposureReport } from './bench/exposure.ts';
import { fleetReport } from './bench/fleet.ts';
import { kubernetesReport } from './bench/kubernetes.ts';
import { home, type Measured, measureScan, medians } from './bench/measure.ts';
import { head, row } from './bench/table.ts';

/**
 * Cost as the estate grows: whole scans, each in a process of its own, of simulated organizations. Prints Markdown for
 * docs/benchmarks.md: each number is the median of three runs. `--quick` makes one run of each, at the full rate. Ends with 1 where
 * the calls are not those of the call plan.
 *
 * `exposure` measures what the internet reaches of networks of up to 20,000 interfaces, on one core; ends with 1 where it takes too long.
 * `kubernetes` measures one cluster of up to 50,000 pods: collected, derived and judged; ends with 1 where 5,000 take too long.
 * `fleet` measures nothing: it models runs of the deployment (bench/fleet-model.ts). Ends with 1 where an aim is missed.
 */
const quick = process.argv.includes('--quick');
const rates = quick ? ['1'] : ['1', '0.25'];
const runs = quick ? 1 : 3;
const sizes = [
  { accounts: 100, clusters: 10 },
  { accounts: 100, clusters: 100 },
  { accounts: 100, clusters: 1000 },
  { accounts: 1, clusters: 100 },
];
const print = (text: string): void => void process.stdout.write(text);

async function measureSize(size: (typeof sizes)[number]): Promise<void> {
  const generated = generateEstate({ seed: 1, ...size });
  const planned = plannedCalls(generated, home);
  const estate = await startEstate(generated);
  try {
    for (const rate of rates) {
      const measured: Measured[] = [];
      const before = kubernetesRequests(estate.kubernetes, generated);
      for (let run = 0; run < runs; run++) {
        estate.counts.clear();
        measured.push(await measureScan(estate.url, rate));
        const other = deviations(sentCalls(estate.counts), planned);
        if (other.length > 0) process.exitCode = 1;
        for (const operation of other) print(`\nNot as planned: ${operation}\n`);
      }
      const requests = (kubernetesRequests(estate.kubernetes, generated) - before) / runs;
      print(rowOf(size, rate, medians(measured), [estate.counts.of(), sum(planned.values()), requests]));
    }
    if (size.clusters === 1000) details = callsTable(sentCalls(estate.counts), planned);
  } finally {
    await estate.close();
  }
}

let details = '';
const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, number) => total + number, 0);

function rowOf({ accounts, clusters }: (typeof sizes)[number], rate: string, of: Measured, calls: readonly number[]): string {
  const { wallSeconds, cpuSeconds, peakMegabytes } = of;
  return row([clusters, accounts, rate, wallSeconds.toFixed(1), cpuSeconds.toFixed(1), peakMegabytes.toFixed(0), ...calls]);
}

function callsTable(sent: ReadonlyMap<string, number>, planned: ReadonlyMap<string, number>): string {
  const operations = [...new Set([...sent.keys(), ...planned.keys()])].sort();
  return (
    head(['operation', 'calls', 'formula'], 1) +
    operations.map((operation) => row([operation, sent.get(operation) ?? 0, planned.get(operation) ?? 0])).join('')
  );
}

async function measureAll(): Promise<void> {
  const [cpu] = cpus();
  print(
    `Machine: ${cpus().length} × ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB; Node ${process.version}; `,
  );
  print(`load before the start ${(loadavg()[0] ?? 0).toFixed(1)}.\n`);
  const { cold, median } = measureCidrs();
  print(`\n## Union of 10,000 CIDRs\n\n${head(['first ms', 'median ms'])}${row([cold.toFixed(1), median.toFixed(1)])}`);
  print('\n## A scan as the estate grows\n\n');
  print(head(['clusters', 'accounts', 'rate', 'wall s', 'CPU s', 'peak MB', 'AWS calls', 'formula', 'Kubernetes requests']));
  for (const size of sizes) await measureSize(size);
  print(`\n## Calls per operation at 1,000 clusters in 100 accounts\n\n${details}`);
}

if (process.argv.includes('exposure')) {
  const { text, missed } = exposureReport();
  print(text);
  if (missed) process.exitCode = 1;
} else if (process.argv.includes('kubernetes')) {
  const { text, missed } = await kubernetesReport();
  print(text);
  if (missed) process.exitCode = 1;
} else if (process.argv.includes('fleet')) {
  const { text, missed } = await fleetReport();
  print(text);
  if (missed > 0) process.exitCode = 1;
} else await measureAll();
