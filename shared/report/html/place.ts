import type { ReportHeader, ReportTarget } from '../report.ts';
import { capitalised, place } from '../words.ts';
import { type Html, html } from './tag.ts';

/** Anchors are made of positions in the report, never of names: a link leads where we put it. */
export const targetAnchor = (target: number): string => `target-${target}`;
export const groupAnchor = (group: number): string => `finding-${group}`;

/** A target's name and where it is, as a link to its row in the overview where it has one. */
export function placeOf(header: ReportHeader, index: number, linked: ReadonlySet<number>): Html {
  const target = header.targets[index];
  if (target === undefined) return html`<span class="name">unknown target ${index}</span>`;
  const { name, within } = place(target);
  const shown = html`<bdi class="name">${name}</bdi>`;
  const inside = within === '' ? undefined : html` <bdi class="within">${within}</bdi>`;
  return linked.has(index) ? html`<a href="#${targetAnchor(index)}">${shown}</a>${inside}` : html`${shown}${inside}`;
}

export const statusOf = ({ status }: ReportTarget): Html => html`<span class="status ${status}">${capitalised(status)}</span>`;

export const severityOf = (severity: string): Html => html`<span class="severity ${severity}">${capitalised(severity)}</span>`;
