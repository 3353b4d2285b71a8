import { spawn } from 'node:child_process';
import process from 'node:process';
import { serveKubernetes } from '../../estate/kubernetes/server.ts';
import { cluster } from '../../shared/checks/base.ts';
import { objectsOf } from './kubernetes-objects.ts';
import { head, row } from './table.ts';

/** What must be reached: so many pods are collected, derived and judged in this time and memory. */
const aim = { pods: 5_000, seconds: 5, megabytes: 300 };
const sizes = [1_000, aim.pods, 20_000, 50_000];

/**
 * One cluster as it grows, as Markdown for docs/benchmarks.md: the simulated API server is in this process, and each reading of it in one of
 * its own: seconds from the first request to the last verdict, and the most memory that the process had, Node itself included.
 */
export async function kubernetesReport(): Promise<{ readonly text: string; readonly missed: boolean }> {
  let text = head(['pods', 'collect s', 'derive and judge s', 'CPU s', 'verdicts', 'peak MB']);
  let missed = false;
  for (const pods of sizes) {
    const run = await ofSize(pods);
    text += run.text;
    missed ||= run.missed;
  }
  return { text, missed };
}

/** Where the cluster is. */
export interface Given {
  readonly endpoint: string;
  /** PEM in base64, as DescribeCluster gives it. */
  readonly certificateAuthority: string;
  readonly token: string;
}

/** What one reading took: from the first request to the last verdict. */
export interface Reading {
  readonly collectSeconds: number;
  readonly judgeSeconds: number;
  /** Of the one thread that computes: what it takes where nothing else runs. */
  readonly cpuSeconds: number;
  readonly verdicts: number;
  readonly megabytes: number;
}

async function ofSize(pods: number): Promise<{ readonly text: string; readonly missed: boolean }> {
  const estate = await serveKubernetes(
    new Map([[cluster.arn, { name: cluster.name, version: '1.34', objects: objectsOf(pods) }]]),
  );
  try {
    const endpoint = estate.endpoints.get(cluster.arn);
    if (endpoint === undefined) throw new Error('not served');
    const given: Given = { endpoint: endpoint.url, certificateAuthority: endpoint.certificateAuthority, token: 'bench' };
    const { collectSeconds, judgeSeconds, cpuSeconds, verdicts, megabytes } = await readingOf(given);
    const missed = pods === aim.pods && (cpuSeconds > aim.seconds || megabytes > aim.megabytes);
    return {
      text: row([
        pods,
        collectSeconds.toFixed(2),
        judgeSeconds.toFixed(2),
        cpuSeconds.toFixed(2),
        verdicts,
        megabytes.toFixed(0),
      ]),
      missed,
    };
  } finally {
    await estate.close();
  }
}

/** As `npm run postern` starts Node. */
const asLaunched = ['--max-semi-space-size=16', '--max-old-space-size=2000'];

/** Reads a cluster in a process of its own. @throws Error where that fails */
export async function readingOf(given: Given): Promise<Reading> {
  const child = spawn(process.execPath, [...asLaunched, 'tools/bench/kubernetes-reading.ts', JSON.stringify(given)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const status = await new Promise((resolve) => child.on('close', resolve));
  if (status !== 0) throw new Error(`reading the cluster ended with ${status}`);
  return JSON.parse(text) as Reading;
}
