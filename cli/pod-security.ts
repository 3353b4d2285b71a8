import type { Result } from '../shared/engine/verdict.ts';
import { oneLine } from '../shared/report/text.ts';
import type { Io } from './io.ts';

/** More lines than this nobody reads; the report has them all. */
const mostLines = 200;
const words = { pass: 'allowed', fail: 'refused', unknown: 'unknown', 'not-applicable': 'not asked' } as const;

/** Prints what a level of the Pod Security Standards says to each object: a line each, those that are refused first. */
export async function printPodSecurity(io: Io, { verdicts }: Result, level: string): Promise<void> {
  const asked = verdicts.filter(({ check, status }) => check === `pods/pod-security-${level}` && status !== 'not-applicable');
  const refused = asked.filter(({ status }) => status !== 'pass');
  const lines = [...refused, ...asked.filter(({ status }) => status === 'pass')];
  for (const { status, resource, because } of lines.slice(0, mostLines)) {
    const place =
      resource.file === undefined ? '' : ` ${resource.file}${resource.line === undefined ? '' : `:${resource.line}`}`;
    const why = status === 'pass' ? '' : `  ${because}`;
    await io.out(`${words[status].padEnd(8)}${oneLine(`${place}  ${resource.id}${why}`, 1_000)}\n`);
  }
  if (lines.length > mostLines) await io.out(`and ${lines.length - mostLines} more\n`);
  if (lines.length > 0) await io.out('\n');
}
