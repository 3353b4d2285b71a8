import type { Group, TargetCounts } from '../digest.ts';
import type { ReportTarget } from '../report.ts';
import { capitalised, count, number, place, severities, wordsOf } from '../words.ts';
import { groupAnchor, severityOf, statusOf, targetAnchor } from './place.ts';
import { type Html, html } from './tag.ts';
import type { View } from './view.ts';

const columns = [...severities, 'unknown', 'pass'] as const satisfies readonly (keyof TargetCounts)[];
const headings = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  unknown: 'Unknown',
  pass: 'Passed',
} as const;
const marks = { critical: 'C', high: 'H', medium: 'M', low: 'L', unknown: '?', pass: '✓' } as const;

/** Failing checks that a target's row names. */
const mostChecks = 40;

/** Every cluster at a glance, under its account, with the accounts and Regions that have something to say. */
export function* overview(view: View): Iterable<Html> {
  const { targets } = view.header;
  const quiet = targets.length - view.rows.size - view.cutRows;
  yield html`<section id="clusters" aria-labelledby="clusters-title">
<h2 id="clusters-title">Clusters</h2>
<div class="scroll" role="region" aria-labelledby="clusters-title" tabindex="0"><table class="overview">
<thead><tr><th scope="col">Cluster</th><th scope="col">Status</th>${columns.map(
    (column) =>
      html`<th scope="col" class="count"><span class="long">${headings[column]}</span><span class="short" aria-hidden="true">${marks[column]}</span></th>`,
  )}</tr></thead>\n`;
  const checks = failing(view);
  let account: string | undefined;
  for (const index of view.rows) {
    const target = targets[index] as ReportTarget;
    const owner = target.account ?? '';
    if (owner !== account) yield html`${account === undefined ? undefined : html`</tbody>`}<tbody>${accountRow(target)}`;
    account = owner;
    yield row(view, index, checks.get(index) ?? []);
  }
  yield html`${account === undefined ? undefined : html`</tbody>`}</table></div>
${view.cutRows > 0 && html`<p class="note">${count(view.cutRows, 'more target')} with a row of their own in report.json: this page is capped.</p>`}
${quiet > 0 && html`<p class="note">${count(quiet, 'more target')} (accounts, Regions) with nothing to report.</p>`}
</section>\n`;
}

function accountRow({ account, accountName, organizationalUnit }: ReportTarget): Html {
  if (account === undefined) return html`<tr class="account"><th scope="rowgroup" colspan="8">No AWS account</th></tr>\n`;
  const unit = organizationalUnit === undefined ? undefined : html` <bdi class="within">${organizationalUnit}</bdi>`;
  return html`<tr class="account"><th scope="rowgroup" colspan="8"><bdi class="name">${accountName ?? account}</bdi>${
    accountName !== undefined && html` <span class="within">${account}</span>`
  }${unit}</th></tr>\n`;
}

function row({ header, digest }: View, index: number, checks: readonly Html[]): Html {
  const target = header.targets[index] as ReportTarget;
  const counts = digest.byTarget[index];
  return html`<tr id="${targetAnchor(index)}"><th scope="row">${nameOf(target)}</th><td>${statusOf(target)}</td>${columns.map(
    (column) => {
      const value = counts?.[column] ?? 0;
      return html`<td class="count ${value > 0 ? column : 'none'}">${number(value)}</td>`;
    },
  )}</tr>
${checks.length > 0 && html`<tr class="checks"><td colspan="8"><details><summary>${count(checks.length, 'check')} not met</summary><ul>${checks}</ul></details></td></tr>\n`}`;
}

function nameOf(target: ReportTarget): Html {
  if (target.kind === 'account') return html`<span class="name">The account itself</span>`;
  const { name } = place(target);
  if (target.cluster === undefined)
    return html`<bdi class="name">${name}</bdi> <span class="within">${target.kind === 'region' && 'the Region'}</span>`;
  const within = [target.region, target.cluster.version].filter((part) => part !== undefined && part !== '').join(' · ');
  return html`<bdi class="name">${name}</bdi> <bdi class="within">${within}</bdi>`;
}

/** The failing checks of each target, as far as the page lists their verdicts: a check once, where it is most severe. */
function failing(view: View): ReadonlyMap<number, readonly Html[]> {
  const found = new Map<number, Map<string, Html>>();
  for (const [anchor, group] of view.findings.entries()) {
    for (const { verdict } of group.listed) {
      const checks = found.get(verdict.target) ?? new Map<string, Html>();
      found.set(verdict.target, checks);
      if (checks.size < mostChecks && !checks.has(group.check)) checks.set(group.check, link(view, group, anchor));
    }
  }
  return new Map([...found].map(([target, checks]) => [target, [...checks.values()]]));
}

const link = ({ header }: View, group: Group, anchor: number): Html =>
  html`<li>${severityOf(group.severity)} <a href="#${groupAnchor(anchor)}">${capitalised(wordsOf(header, group.check).title)}</a></li>`;
