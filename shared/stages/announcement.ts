import type { Severity } from '../checks/check.ts';
import type { Announcement } from '../cloud/announce.ts';
import type { RunId } from '../contract/run-id.ts';
import type { Difference } from '../engine/compare.ts';
import type { ReportHeader, ReportTarget, ReportVerdict } from '../report/report.ts';
import { oneLine } from '../report/text.ts';
import { count, duration, headline, number, percent, place, reach, severities, time } from '../report/words.ts';

export type { Announcement } from '../cloud/announce.ts';

/** What is said of a sealed run. */
export interface Occasion {
  readonly header: ReportHeader;
  /** What changed; where there was no run to compare with, every failure as a new one. Read once. */
  readonly differences: AsyncIterable<Difference<ReportVerdict>>;
  /** The run that it was compared with, or why it was with none. */
  readonly compared: { readonly run: RunId } | { readonly none: string };
  /** Where the report is: an address or a command. */
  readonly link: string;
}

/** Entries of each list in the body; the rest are counted. */
const LISTED = 20;
/** Characters of a line, and of each part of it: 64 KB is then out of reach for any body. */
const LONGEST_LINE = 320;
/** Values of an attribute, and what they take as the JSON that SNS is sent: with two lists of them 256 KB are out of reach, envelope included. */
const VALUES = 200;
const VALUES_BYTES = 28 * 1024;
/** More than any path of organizational units that a plan holds: what is cut here is nothing that anyone filters on. */
const LONGEST_VALUE = 1_100;
/** What no queue behind a topic takes (XML 1.0, "Char"); the other ones are hazards anyway. */
const noCharacter = /[\ufffe\uffff]/g;

/**
 * The message of a run: coverage and counts, what fails newly (the worst first), failed targets, the link. Bounded by what it is made of,
 * whatever the estate: subject under 100 ASCII characters, body under 64 KB, attributes under 64 KB. What strangers named is made visible.
 */
export async function announcementOf(occasion: Occasion): Promise<Announcement> {
  const { header } = occasion;
  const changes = await changesOf(occasion);
  const failed = header.targets.filter(({ status }) => status === 'failed');
  const worst = severities.find((severity) => changes.counts[severity] > 0);
  const places = [...changes.places].map((index) => header.targets[index]).filter((target) => target !== undefined);
  const touched = [...places, ...failed];
  return {
    subject: subjectOf(occasion, changes.counts, worst),
    body: [
      ...summaryLines(occasion),
      ...newLines(occasion, changes),
      ...failedLines(failed),
      '',
      `Report: ${line(occasion.link)}`,
      '',
    ].join('\n'),
    attributes: {
      severity: worst ?? 'none',
      ...listAttribute(
        'account',
        touched.map(({ account }) => account),
      ),
      ...listAttribute(
        'organizationalUnit',
        touched.map(({ organizationalUnit }) => organizationalUnit),
      ),
    },
  };
}

type New = Extract<Difference<ReportVerdict>, { readonly kind: 'new' }>;

interface Changes {
  /** New failures. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** The first of each severity. */
  readonly listed: Readonly<Record<Severity, readonly New[]>>;
  readonly kinds: Readonly<Record<Exclude<Difference['kind'], 'new'>, number>>;
  /** Indices of the targets that have new failures. */
  readonly places: ReadonlySet<number>;
}

async function changesOf({ differences }: Occasion): Promise<Changes> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  const listed: Record<Severity, New[]> = { critical: [], high: [], medium: [], low: [] };
  const kinds = { still: 0, fixed: 0, notReevaluated: 0 };
  const places = new Set<number>();
  for await (const one of differences) {
    if (one.kind !== 'new') kinds[one.kind] += 1;
    else {
      const { severity, target } = one.verdict;
      counts[severity] += 1;
      places.add(target);
      if (listed[severity].length < LISTED) listed[severity].push(one);
    }
  }
  return { counts, listed, kinds, places };
}

/** Made of numbers and our own words only. */
function subjectOf({ header, compared }: Occasion, counts: Changes['counts'], worst: Severity | undefined): string {
  const { coverage, targets } = header.summary;
  const newer = 'run' in compared ? 'new ' : '';
  const found = worst === undefined ? `no ${newer}failures` : `${count(counts[worst], `${newer}${worst} failure`)}`;
  const failed = targets.failed === 0 ? '' : `, ${count(targets.failed, 'target')} failed`;
  return `Postern: ${found}${failed}, coverage ${percent(coverage)}`.slice(0, 99);
}

function summaryLines({ header }: Occasion): string[] {
  const { run, summary } = header;
  const { targets, failed } = summary;
  const took = duration(run.startedAt, run.finishedAt);
  return [
    line(`Run ${run.id} (${run.trigger}), ${time(run.startedAt)}${took === undefined ? '' : `, ${took}`}`),
    '',
    `${headline(summary)}.`,
    `Coverage: ${percent(summary.coverage)}. ${reach(summary)}`,
    `Failures: ${severities.map((severity) => `${number(failed[severity])} ${severity}`).join(', ')}.`,
    `Targets: ${(['complete', 'partial', 'failed', 'skipped', 'gone'] as const).map((status) => `${number(targets[status])} ${status}`).join(', ')}.`,
    ...(run.errors.length === 0 ? [] : [`Defects of Postern: ${number(run.errors.length)}; the report names them.`]),
  ];
}

function newLines({ header, compared }: Occasion, { counts, listed, kinds }: Changes): string[] {
  const total = severities.reduce((sum, severity) => sum + counts[severity], 0);
  const first = severities.flatMap((severity) => listed[severity]).slice(0, LISTED);
  const isCompared = 'run' in compared;
  const title = isCompared
    ? `New since run ${compared.run}: ${number(total)}`
    : `All failures, ${line(compared.none)}: ${number(total)}`;
  return [
    '',
    title,
    ...first.map((one) => newLine(header, one, isCompared)),
    ...(total > first.length ? [`- and ${number(total - first.length)} more`] : []),
    ...(isCompared
      ? [
          `Still failing: ${number(kinds.still)}. Fixed: ${number(kinds.fixed)}. Not judged again: ${number(kinds.notReevaluated)}.`,
        ]
      : []),
  ];
}

function newLine(header: ReportHeader, { verdict, becauseOfCheck, judgedBefore }: New, isCompared: boolean): string {
  const { resource, check, severity, because } = verdict;
  const where = header.targets[verdict.target];
  const about =
    resource.type === where?.kind || resource.id === where?.cluster?.arn ? '' : ` ${part(resource.name ?? resource.id)}:`;
  const note = !isCompared ? '' : becauseOfCheck ? ' (the checks changed)' : judgedBefore ? '' : ' (not judged before)';
  return line(`- ${severity}${note}: ${check} on ${where === undefined ? 'a target' : named(where)}:${about} ${part(because)}`);
}

function failedLines(failed: readonly ReportTarget[]): string[] {
  if (failed.length === 0) return [];
  const first = failed.slice(0, LISTED).map((target) => {
    const [cause] = target.missing;
    const action = cause?.action === undefined ? '' : ` (${part(cause.action)})`;
    return line(`- ${named(target)}: ${part(cause?.why ?? 'no reason is known')}${action}`);
  });
  const rest = failed.length > first.length ? [`- and ${number(failed.length - first.length)} more`] : [];
  return ['', `Failed targets: ${number(failed.length)}`, ...first, ...rest];
}

function named(target: ReportTarget): string {
  const { name, within } = place(target);
  return part(within === '' ? name : `${name} (${within})`);
}

/** Each text is cut before and after its hazards are written out: they take up to ten characters each. */
const cut = (text: string, limit: number): string => oneLine(oneLine(text.replace(noCharacter, '\ufffd'), limit), limit);
const part = (text: string): string => cut(text, 120);
const line = (text: string): string => cut(text, LONGEST_LINE);

/** Values are whole, so that a filter on one matches: those that do not fit are left out, and `many` says that there are some. */
function listAttribute(name: string, values: readonly (string | undefined)[]): Record<string, readonly string[]> {
  const all = [...new Set(values.flatMap((value) => (value ? [cut(value, LONGEST_VALUE)] : [])))].sort();
  if (all.length === 0) return {};
  let bytes = 0;
  const kept = all.slice(0, VALUES).filter((value) => {
    const size = Buffer.byteLength(JSON.stringify(value)) + 1;
    if (bytes + size > VALUES_BYTES) return false;
    bytes += size;
    return true;
  });
  return { [name]: kept.length < all.length ? [...kept, 'many'] : kept };
}
