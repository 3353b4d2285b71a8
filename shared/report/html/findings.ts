import type { Group } from '../digest.ts';
import type { ReportCheck } from '../report.ts';
import { capitalised, count, failures, number, severities, wordsOf } from '../words.ts';
import { bar } from './bar.ts';
import { entries } from './finding.ts';
import { groupAnchor, severityOf } from './place.ts';
import { type Html, html } from './tag.ts';
import { folded, type View } from './view.ts';

/** Checks not met that a page shows whole whatever their severity. */
const mostUnfolded = 12;

/** What failed: the most severe first, and within that the most widespread. One entry a check, whatever the number of clusters. */
export function* findings(view: View): Iterable<Html> {
  const { summary } = view.header;
  const found = failures(summary);
  yield html`<section id="findings" aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
${
  found === 0
    ? html`<p class="calm">Nothing that could be seen failed.</p>`
    : bar(
        'Findings',
        severities.map((severity) => ({ label: severity, value: summary.failed[severity], tone: severity })),
      )
}
${excerpt(view.findings)}`;
  for (const severity of severities) {
    const groups = view.findings.filter((group) => group.severity === severity);
    if (groups.length === 0) continue;
    yield html`<h3 class="level">${capitalised(severity)}<span class="amount">${number(summary.failed[severity])}</span></h3>\n`;
    for (const group of groups) yield groupOf(view, group, view.findings.indexOf(group));
  }
  yield* waived(view);
  yield html`</section>\n`;
}

function excerpt(groups: readonly Group[]): Html | undefined {
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  const listed = groups.reduce((sum, group) => sum + group.listed.length, 0);
  if (listed === total) return undefined;
  return html`<p class="notice">This page lists ${number(listed)} of ${count(total, 'finding')}, the most severe first; all are counted. The others are in <b>report.json</b>, in the same folder.</p>`;
}

function groupOf(view: View, group: Group, anchor: number): Html {
  const words = wordsOf(view.header, group.check);
  const body = html`<div class="columns"><div class="seen">${list(entries(view, group.listed), group)}</div>
<div class="help"><h5>Why it matters</h5><p>${words.why}</p><h5>How to fix it</h5>${fix(words.fix)}</div></div>`;
  return html`<article class="finding ${group.severity}" id="${groupAnchor(anchor)}" aria-labelledby="${groupAnchor(anchor)}-title">
<header><p class="eyebrow">${severityOf(group.severity)} <b>not met</b> <code>${group.check}</code></p>
<h4 id="${groupAnchor(anchor)}-title">${words.title}</h4>
<p class="amount">${count(group.count, 'finding')} on ${count(group.targets, 'target')}</p></header>
${isFolded(view, group) ? html`<details><summary>What was seen, and how to fix it</summary>${body}</details>` : body}
</article>\n`;
}

/** On a page of many checks that are not met those that are critical or high are read first; a link leads to the others' titles. */
const isFolded = ({ findings: { length } }: View, { severity }: Group): boolean =>
  length > mostUnfolded && (severity === 'medium' || severity === 'low');

/** Entries may stand for many findings: what is not listed is said in findings. */
function list(listed: readonly Html[], group: Group): Html {
  const elsewhere = group.count - group.listed.length;
  return html`${folded(listed, 5, listed.length, 'entries')}${
    elsewhere > 0 && html`<p class="elsewhere">${count(elsewhere, 'more finding')} in report.json</p>`
  }`;
}

const tools = [
  ['cli', 'AWS CLI'],
  ['kubectl', 'kubectl'],
  ['cdk', 'AWS CDK'],
  ['terraform', 'Terraform'],
] as const satisfies readonly (readonly [keyof ReportCheck['fix'], string])[];

function fix(words: ReportCheck['fix']): Html {
  return html`<p>${words.text}</p>${tools.map(([tool, name]) => {
    const code = words[tool];
    return (
      code !== undefined &&
      html`<details class="code"><summary>${name}</summary><pre tabindex="0"><code>${code}</code></pre></details>`
    );
  })}`;
}

function* waived(view: View): Iterable<Html> {
  const groups = view.digest.groups.filter(({ kind }) => kind === 'waived');
  if (groups.length === 0) return;
  yield html`<h3 class="level">Accepted by waiver<span class="amount">${number(view.header.summary.waived)}</span></h3>
<p class="note">These fail, and are left out of the counts above and of the exit code until their waiver ends.</p>\n`;
  for (const group of groups) {
    yield html`<article class="finding waived"><header><p class="eyebrow">${severityOf(group.severity)} <b>accepted</b> <code>${group.check}</code></p>
<h4>${wordsOf(view.header, group.check).title}</h4></header><div class="seen">${list(entries(view, group.listed), group)}</div></article>\n`;
  }
}
