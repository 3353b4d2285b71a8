import type { Evidence } from '../../checks/check.ts';
import type { Listed } from '../digest.ts';
import { count } from '../words.ts';
import { drawn } from './path/draw.ts';
import { type Way, waysOf } from './path/ways.ts';
import { type Html, html } from './tag.ts';
import { folded, type View } from './view.ts';

/** Evidence of a finding that is listed; of ways that are drawn, all steps are. */
const mostListed = 20;

/** Whether a finding shows a way, drawn or not, so that it is worth a look of its own. */
export const isDrawn = ({ drawn }: View, listed: Listed): boolean => drawn.has(listed);

/** What a finding rests on: ways from the internet as drawings, with their steps as a list to copy and search; else the list. */
export function evidence(view: View, listed: Listed): Html | undefined {
  const { verdict, moreEvidence } = listed;
  const most = view.drawn.get(listed) ?? 0;
  if (most === 0) return list(verdict.evidence, moreEvidence);
  const { ways, rest } = waysOf(verdict.evidence);
  const unless = verdict.status === 'unknown' ? verdict.because : undefined;
  const [first, ...others] = ways.slice(0, most).map((way) => wayOf(way, unless));
  const left = ways.slice(most);
  return html`<div class="ways">${first}${
    others.length > 0 && html`<details><summary>${count(others.length, 'more way')}</summary>${others}</details>`
  }</div>${list([...left.flat(), ...rest], moreEvidence)}`;
}

const wayOf = (way: Way, unless: string | undefined): Html =>
  html`<div class="way">${drawn(way, unless)}<details class="steps"><summary>${count(way.length, 'step')} as a list</summary><ul class="evidence">${way.map(item)}</ul></details></div>`;

function list(all: readonly Evidence[], more: number): Html | undefined {
  if (all.length + more === 0) return undefined;
  return folded(all.slice(0, mostListed).map(item), 4, all.length + more, 'evidence');
}

const item = ({ kind, id, says }: Evidence): Html =>
  html`<li><span class="kind">${kind}</span> <bdi><code>${id}</code></bdi> <bdi class="says">${says}</bdi></li>`;
