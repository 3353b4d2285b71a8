import type { FrameworkResult, ReportCheck } from '../report.ts';
import { capitalised, type controlStatuses, count, wordsOf } from '../words.ts';
import { bar } from './bar.ts';
import { groupAnchor } from './place.ts';
import { type Html, html } from './tag.ts';
import type { View } from './view.ts';

const order = [
  'pass',
  'fail',
  'unknown',
  'not-applicable',
  'manual',
  'planned',
] as const satisfies readonly (typeof controlStatuses)[number][];
const words = {
  pass: 'passed',
  fail: 'failed',
  unknown: 'unknown',
  'not-applicable': 'not applicable',
  manual: 'manual',
  planned: 'planned',
} as const;

/** Every control of every framework with what came of it, and why where no machine can say. */
export function* frameworks(view: View): Iterable<Html> {
  if (view.header.frameworks.length === 0) return;
  yield html`<section id="frameworks" aria-labelledby="frameworks-title">\n<h2 id="frameworks-title">Frameworks</h2>\n`;
  for (const framework of view.header.frameworks) yield frameworkOf(view, framework);
  yield html`</section>\n`;
}

function frameworkOf(view: View, { name, version, controls }: FrameworkResult): Html {
  const segments = order.map((status) => ({
    label: words[status],
    value: controls.filter((control) => control.status === status).length,
    tone: status,
  }));
  const anchors = new Map(view.findings.map((group, anchor) => [group.check, anchor]).reverse() as [string, number][]);
  return html`<article class="framework"><h3>${name} <span class="within">${version}</span></h3>
${bar('Controls', segments)}
<details><summary>${count(controls.length, 'control')}</summary>
<table class="controls"><thead><tr><th scope="col">Control</th><th scope="col">What it asks</th><th scope="col">Status</th></tr></thead>
<tbody>${controls.map((control) => controlRow(view, control, anchors))}</tbody></table></details></article>\n`;
}

type Control = FrameworkResult['controls'][number];

function controlRow({ header }: View, { id, title, status, checks, why }: Control, anchors: ReadonlyMap<string, number>): Html {
  const linked = (check: string): Html => {
    const anchor = anchors.get(check);
    const title: ReportCheck['title'] = wordsOf(header, check).title;
    return html`<li>${anchor === undefined ? title : html`<a href="#${groupAnchor(anchor)}">${title}</a>`}</li>`;
  };
  return html`<tr><th scope="row">${id}</th><td><p>${title}</p>${why !== undefined && html`<p class="note">${why}</p>`}${
    checks !== undefined && html`<ul class="checks">${checks.map(linked)}</ul>`
  }</td><td><span class="status ${status}">${capitalised(words[status])}</span></td></tr>\n`;
}
