import { spawn } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import project from '../../package.json' with { type: 'json' };

/** What one scan cost its own process; the simulated estate runs in another. */
export interface Measured {
  readonly exit: number;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

export const home = 'us-east-1';

/** What `npm run postern` tells Node. */
export const flags = project.scripts.postern.split(' ').filter((word) => word.startsWith('--'));

/** Scans the organization behind an endpoint in a process of its own, as `npm run postern` starts it. */
export async function measureScan(url: string, rate: string): Promise<Measured> {
  const program = fileURLToPath(new URL('./scan.ts', import.meta.url));
  const child = spawn(process.execPath, [...flags, program, '--organization', '--rate', rate], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: home,
      PATH: process.env.PATH,
    },
  });
  let text = '';
  for await (const chunk of child.stdout) text += chunk;
  const line = text.trim().split('\n').at(-1) ?? '';
  if (!line.startsWith('{')) throw new Error(`the scan printed ${JSON.stringify(line)}`);
  return JSON.parse(line) as Measured;
}

/** Of each number the median of the runs: of three, the middle one. */
export function medians(runs: readonly Measured[]): Measured {
  const middle = (of: (run: Measured) => number): number =>
    runs.map(of).sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? Number.NaN;
  return {
    exit: middle(({ exit }) => exit),
    wallSeconds: middle(({ wallSeconds }) => wallSeconds),
    cpuSeconds: middle(({ cpuSeconds }) => cpuSeconds),
    peakMegabytes: middle(({ peakMegabytes }) => peakMegabytes),
  };
}
