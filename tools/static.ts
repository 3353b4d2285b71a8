import { spawn } from 'node:child_process';
import process from 'node:process';
import { text } from 'node:stream/consumers';

/** Runs what looks at the sources only, all at a time, and prints what each had to say; `npm test` goes on to the tests when all are content. */
const scripts = ['types', 'lint', 'boundaries', 'dead'] as const;

async function passes(script: string): Promise<boolean> {
  // A shell, since npm is a command file on Windows. The words are ours.
  const child = spawn(`npm run --silent ${script} 2>&1`, { shell: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const said = (await text(child.stdout)).trim();
  const passed = (await code) === 0;
  process.stdout.write(`${script}: ${passed ? 'passed' : 'failed'}${said === '' ? '' : `\n${said}`}\n`);
  return passed;
}

const results = await Promise.all(scripts.map(passes));
process.exitCode = results.every(Boolean) ? 0 : 1;
