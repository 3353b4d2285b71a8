import type { ReportHeader } from '../report.ts';
import { count, duration, headline, number, reach, time, wordsOf } from '../words.ts';
import { patterns } from './bar.ts';
import { icons } from './path/icons.ts';
import { groupAnchor, severityOf } from './place.ts';
import { style, styleHash } from './style.ts';
import { type Html, html, ours } from './tag.ts';
import type { View } from './view.ts';

const triggers = { schedule: 'its schedule', request: 'a request', cli: 'the command line' } as const;

/** Checks that the top of the page names. */
const mostWorst = 5;

/** A gate with its small door open. */
const mark = ours(
  '<svg class="mark" aria-hidden="true" viewBox="0 0 24 24" width="24" height="24"><path class="wall" d="M2 22V9a10 8 0 0 1 20 0v13z"/><path class="door" d="M9 22v-7a3 3 0 0 1 6 0v7z"/></svg>',
);

/** Everything before the first section. Nothing is loaded and nothing runs: the policy allows our own style and nothing else. */
export function opening(view: View): Html {
  const { header } = view;
  const { run, summary } = header;
  const policy = `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${headline(summary)} · Postern, ${time(run.finishedAt)}</title>
<style>${ours(style)}</style>
</head>
<body>
<a class="skip" href="#coverage">Skip to the report</a>
${patterns}${icons}
<header class="top">
<p class="brand">${mark} Postern</p>
<nav aria-label="Sections"><ul><li><a href="#coverage">What was seen</a></li><li><a href="#findings">Findings</a></li><li><a href="#clusters">Clusters</a></li>${
    header.frameworks.length > 0 && html`<li><a href="#frameworks">Frameworks</a></li>`
  }</ul></nav>
</header>
<main>
<div class="hero">
<h1>${headline(summary)}</h1>
<p class="lead">${reach(summary)}</p>
${worst(view)}
${facts(header)}
</div>\n`;
}

/** What to look at first: the most severe and most widespread checks that are not met. */
function worst({ header, findings }: View): Html | undefined {
  const severe = findings.filter(({ severity }) => severity === 'critical' || severity === 'high');
  if (severe.length === 0) return undefined;
  const more = severe.length - mostWorst;
  return html`<ul class="worst">${severe
    .slice(0, mostWorst)
    .map(
      (group, anchor) =>
        html`<li>${severityOf(group.severity)} <a href="#${groupAnchor(anchor)}">${wordsOf(header, group.check).title}</a> <span class="amount">not met on ${count(group.targets, 'target')}</span></li>`,
    )}${more > 0 && html`<li><span class="amount">and ${number(more)} more of high severity or worse</span></li>`}</ul>`;
}

function facts({ run }: ReportHeader): Html {
  const took = duration(run.startedAt, run.finishedAt);
  return html`<dl class="run"><div><dt>Finished</dt><dd><time datetime="${run.finishedAt}">${time(run.finishedAt)}</time>${took !== undefined && `, after ${took}`}</dd></div>
<div><dt>Started by</dt><dd>${triggers[run.trigger]}</dd></div>
<div><dt>Run</dt><dd><code>${run.id}</code></dd></div>
<div><dt>Version</dt><dd>${run.version}</dd></div></dl>`;
}

export const closing: Html = html`</main>
<footer><p><b>Unknown</b> means that an input was missing: it is neither a pass nor a failure. <b>Not applicable</b> means that there was nothing for the check to judge.</p>
<p>Everything on this page, and what it leaves out, is in <b>report.json</b> beside it.</p></footer>
</body>
</html>
`;
