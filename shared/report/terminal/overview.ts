import type { Digest, TargetCounts } from '../digest.ts';
import type { FrameworkResult, ReportHeader, ReportTarget } from '../report.ts';
import { controlStatuses, isCluster, number, place, severities } from '../words.ts';
import { amounts, heading, more } from './coverage.ts';
import { columns, fit, type Line, paragraph, type Span } from './layout.ts';

const mostRows = 40;
const margin = '  ';
/** Columns of a count. */
const digits = 5;

interface Row {
  readonly target: ReportTarget;
  readonly counts: TargetCounts;
}

const kinds = [...severities, 'unknown', 'pass'] as const satisfies readonly (keyof TargetCounts)[];
const titles = { critical: 'crit', high: 'high', medium: 'med', low: 'low', unknown: 'unkn', pass: 'pass' } as const;

/** A line a cluster: in the report's order, or where there are many, the worst of them. */
export function* overview(header: ReportHeader, digest: Digest, width: number): Iterable<Line> {
  const rows = header.targets.flatMap((target, index): Row[] => {
    const counts = digest.byTarget[index];
    return isCluster(target) && counts !== undefined ? [{ target, counts }] : [];
  });
  // Of files there is one row, which says what the first lines say.
  if (rows.every(({ target }) => target.kind === 'files')) return;
  const shown = rows.length <= mostRows ? rows : rows.toSorted(byGravity).slice(0, mostRows);
  yield* heading(rows.length <= mostRows ? 'Clusters' : `Clusters: the ${mostRows} worst of ${number(rows.length)}`);
  const widths = widthsFor(shown, width);
  yield [
    { text: lined(titlesOfTexts, widths) + kinds.map((kind) => fit(titles[kind], digits, 'right')).join(''), style: 'dim' },
  ];
  for (const row of shown) yield [{ text: lined(texts(row), widths) }, ...kinds.map((kind) => cell(kind, row.counts[kind]))];
  yield* more(rows.length - shown.length, '  ');
}

/** What is of one severity outweighs everything below it. */
const byGravity = (a: Row, b: Row): number => {
  const worse = kinds.slice(0, 5).find((kind) => a.counts[kind] !== b.counts[kind]);
  return worse === undefined ? 0 : b.counts[worse] - a.counts[worse];
};

/** What a line says before its counts: the name gets what it needs, then how it ended, then the place; the narrower, the fewer. */
const texts = ({ target }: Row): readonly [string, string, string] => [
  place(target).name,
  target.status === 'complete' ? '' : target.status,
  [target.region, target.accountName ?? target.account].filter((part) => part !== undefined).join(' · '),
];
const titlesOfTexts = ['cluster', 'status', 'where'] as const;
const widest = [40, 8, 60] as const;
const leastText = 8;

/** Columns of each text with the space behind it; 0 where there is no room for it. */
function widthsFor(rows: readonly Row[], width: number): readonly number[] {
  let room = Math.max(12, width - margin.length - digits * kinds.length);
  return titlesOfTexts.map((title, column) => {
    const widths = rows.map((row) => columns(fit(texts(row)[column] ?? '', widest[column] ?? 0).trimEnd()));
    const given = Math.min(Math.max(columns(title), ...widths) + 2, room);
    if (given < leastText) return 0;
    room -= given;
    return given;
  });
}

const lined = (parts: readonly string[], widths: readonly number[]): string =>
  margin + parts.map((part, column) => ((widths[column] ?? 0) > 1 ? `${fit(part, (widths[column] ?? 0) - 1)} ` : '')).join('');

const cell = (kind: (typeof kinds)[number], amount: number): Span =>
  amount === 0
    ? { text: fit('·', digits, 'right'), style: 'dim' }
    : { text: fit(amount > 9_999 ? '>9k' : String(amount), digits, 'right'), style: kind };

/** A framework in a line: how many of its controls came out how. */
export function* frameworks(results: readonly FrameworkResult[], width: number): Iterable<Line> {
  if (results.length === 0) return;
  yield* heading('Frameworks');
  for (const { name, version, controls } of results) {
    const counts = controlStatuses.map((status): [number, string] => [
      controls.filter((control) => control.status === status).length,
      {
        pass: 'passed',
        fail: 'failed',
        'not-applicable': 'not applicable',
        unknown: 'unknown',
        manual: 'manual',
        planned: 'planned',
      }[status],
    ]);
    yield* paragraph({ text: '  ' }, `${name} ${version}: ${amounts(counts)}`, width);
  }
}
