import type { Listed } from '../digest.ts';
import type { ReportVerdict } from '../report.ts';
import { number } from '../words.ts';
import { evidence, isDrawn } from './evidence.ts';
import { placeOf } from './place.ts';
import { type Html, html } from './tag.ts';
import { folded, type View } from './view.ts';

/** What was seen; the resource before it where it is not the target itself. */
export const because = (verdict: ReportVerdict): Html =>
  html`${resource(verdict)}<span class="because">${verdict.because}</span>`;

const own = new Set(['cluster', 'region', 'account']);

function resource({ resource: { type, id, name, file, line } }: ReportVerdict): Html | undefined {
  if (own.has(type) && file === undefined) return undefined;
  const where =
    file === undefined ? undefined : html` in <bdi><code>${file}${line === undefined ? '' : `:${line}`}</code></bdi>`;
  const named = name === undefined || name === id ? undefined : html`<bdi class="name">${name}</bdi> `;
  return html`<span class="resource">${type} ${named}<bdi><code>${id}</code></bdi>${where}</span> `;
}

/** Findings of one check that say the same are one entry with many places: a thousand clusters alike read as one. */
export function entries(view: View, listed: readonly Listed[]): Html[] {
  const alike = new Map<string, Listed[]>();
  for (const one of listed) {
    const same = alike.get(one.verdict.because);
    if (same === undefined) alike.set(one.verdict.because, [one]);
    else same.push(one);
  }
  return [...alike.values()].map((same) =>
    same.length > 2 ? many(view, same) : html`${same.map((one) => single(view, one))}`,
  );
}

function single(view: View, listed: Listed): Html {
  const { verdict } = listed;
  return html`<li>
<p class="where">${placeOf(view.header, verdict.target, view.rows)}</p>
<p>${because(verdict)}</p>${waiver(verdict)}${evidence(view, listed)}</li>`;
}

function many(view: View, same: readonly Listed[]): Html {
  const { header, rows } = view;
  const [first] = same as readonly [Listed, ...Listed[]];
  const shown = JSON.stringify(first.verdict.evidence);
  const shared = same.every(({ verdict }) => JSON.stringify(verdict.evidence) === shown);
  const places = same.map((listed) => {
    const { verdict } = listed;
    const own = shared ? undefined : evidence(view, listed);
    return html`<li>${placeOf(header, verdict.target, rows)} ${resource(verdict)}${waiver(verdict)}${
      own !== undefined && html`<details><summary>${isDrawn(view, listed) ? 'the way' : 'evidence'}</summary>${own}</details>`
    }</li>`;
  });
  return html`<li><p class="alike">The same in ${number(same.length)} places</p>
<p class="because">${first.verdict.because}</p>${shared && evidence(view, first)}${folded(places, 6, same.length, 'places')}</li>`;
}

const waiver = ({ waiver: accepted }: ReportVerdict): Html | undefined =>
  accepted &&
  html`<p class="waiver"><span class="label">Accepted until ${accepted.until}</span> ${accepted.reason} <span class="owner">(${accepted.owner})</span></p>`;
