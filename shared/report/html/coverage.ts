import type { Group } from '../digest.ts';
import { type Gap, gaps } from '../gaps.ts';
import { readInside } from '../inside.ts';
import { count, number, percent, targetStatuses, wordsOf } from '../words.ts';
import { bar } from './bar.ts';
import { evidence } from './evidence.ts';
import { because } from './finding.ts';
import { placeOf, severityOf, statusOf } from './place.ts';
import { type Html, html } from './tag.ts';
import { folded, type View } from './view.ts';

/** Reasons that a page lists, and targets of one reason. */
const mostGaps = 200;
const mostTargets = 200;
/** Undecided checks that are not folded away: what is missing is said above them, once, and they follow from it. */
const mostUndecided = 5;
/** Items of a list that are named in a line. */
const mostItems = 5;
const mostFacts = 8;

/** What was seen and what was not: before any finding, because it says how far the findings can be relied on. */
export function* coverage(view: View): Iterable<Html> {
  const { summary, run } = view.header;
  const { pass, fail, unknown, notApplicable } = summary.verdicts;
  yield html`<section id="coverage" aria-labelledby="coverage-title">
<h2 id="coverage-title">What was seen</h2>
<div class="figures">
<div class="figure"><h3>Coverage</h3><p class="big">${percent(summary.coverage)}</p>
${bar('Judgements', [
  { label: 'passed', value: pass, tone: 'pass' },
  { label: 'failed', value: fail, tone: 'fail' },
  { label: 'unknown', value: unknown, tone: 'unknown' },
])}<p class="note">Coverage is the share of the judgements that were due which could be made.${
    notApplicable > 0 && html` ${count(notApplicable, 'more was', 'more were')} not applicable.`
  }</p></div>
<div class="figure"><h3>Targets</h3><p class="big">${number(summary.targets.total)}</p>
${bar(
  'Targets',
  [...targetStatuses].reverse().map((status) => ({ label: status, value: summary.targets[status], tone: status })),
)}<p class="note">Accounts, Regions and clusters. Partial: something of it could not be read. Failed: nothing could.</p></div>
</div>`;
  if (run.errors.length > 0) yield errors(view);
  yield* inside(view);
  yield unread(view);
  yield* undecided(view);
  yield html`</section>\n`;
}

const errors = ({
  header,
}: View): Html => html`<div class="alert"><h3>Postern failed in ${count(header.run.errors.length, 'place')}</h3>
<p>These are defects of Postern, not of your clusters. What they concern is unknown. Please report them.</p>
${folded(
  header.run.errors
    .slice(0, mostGaps)
    .map(({ check, target, message }) => html`<li><code>${check}</code> on <bdi>${target}</bdi>: ${message}</li>`),
  5,
  header.run.errors.length,
  'errors',
)}</div>`;

function* inside({ header, rows }: View): Iterable<Html> {
  const found = readInside(header.targets);
  if (found.length === 0) return;
  yield html`<h3>Not reached from here: judged by facts from inside the network</h3>
${folded(
  found.slice(0, mostGaps).map(({ target, when }) => html`<li>${placeOf(header, target, rows)}: ${when}</li>`),
  12,
  found.length,
  'clusters',
)}`;
}

function unread(view: View): Html {
  const found = gaps(view.header.targets);
  if (found.length === 0) return html`<p class="calm">Everything that was asked for could be read.</p>`;
  return html`<h3>What could not be read, and what to do</h3>
${folded(
  found.slice(0, mostGaps).map((gap) => gapOf(view, gap)),
  12,
  found.length,
  'gaps',
)}`;
}

function gapOf({ header, rows }: View, { why, action, facts, concerned }: Gap): Html {
  const places = concerned.slice(0, mostTargets).map(({ target, items }) => {
    const found = header.targets[target];
    const more = items.length > mostItems ? ` and ${number(items.length - mostItems)} more` : '';
    const named = items.length > 0 && html` <code>${items.slice(0, mostItems).join(', ')}${more}</code>`;
    return html`<li>${found !== undefined && statusOf(found)} ${placeOf(header, target, rows)}${named}</li>`;
  });
  return html`<li><p class="reason">${why}</p>${action !== undefined && html`<p class="action"><span class="label">To do</span> ${action}</p>`}
<p class="hides"><span class="label">Hides</span> <code>${facts.slice(0, mostFacts).join(', ')}</code>${
    facts.length > mostFacts && html` and ${number(facts.length - mostFacts)} more`
  }</p>
${folded(places, 6, concerned.length, 'places')}</li>`;
}

function* undecided(view: View): Iterable<Html> {
  const groups = view.digest.groups.filter(({ kind }) => kind === 'unknown');
  if (groups.length === 0) return;
  yield html`<h3>Checks that could not decide</h3>
${folded(
  groups.map((group) => undecidedOf(view, group)),
  mostUndecided,
  groups.length,
  'undecided',
)}\n`;
}

function undecidedOf(view: View, group: Group): Html {
  const { header, rows } = view;
  const entries = group.listed.map(
    (listed) =>
      html`<li>${placeOf(header, listed.verdict.target, rows)} ${because(listed.verdict)}${evidence(view, listed)}</li>`,
  );
  return html`<li><details><summary>${severityOf(group.severity)} <span class="title">${wordsOf(header, group.check).title}</span> <span class="amount">unknown on ${count(group.targets, 'target')}</span></summary>
${folded(entries, 25, group.count, 'places')}</details></li>`;
}
