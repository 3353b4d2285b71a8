import type { Digest, Group, Listed } from '../digest.ts';
import type { ReportHeader } from '../report.ts';
import { isCluster, number } from '../words.ts';
import { chosenOf } from './path/chosen.ts';
import { type Html, html } from './tag.ts';

/** What the sections of a page are made from. */
export interface View {
  readonly header: ReportHeader;
  readonly digest: Digest;
  /** The findings in the order of the page: a group's position is its anchor. */
  readonly findings: readonly Group[];
  /** Targets that have a row in the overview, and so an anchor. */
  readonly rows: ReadonlySet<number>;
  /** How many ways of a finding are drawn. */
  readonly drawn: ReadonlyMap<Listed, number>;
  /** How many targets would have a row if the overview were not capped. */
  readonly cutRows: number;
}

/** Rows of the overview: a browser reads more, a person does not. */
const mostRows = 1_500;

export function viewOf(header: ReportHeader, digest: Digest): View {
  const rows = header.targets.flatMap((target, index) => {
    const counts = digest.byTarget[index];
    const quiet =
      counts === undefined || counts.critical + counts.high + counts.medium + counts.low + counts.unknown + counts.waived === 0;
    return isCluster(target) || !quiet || target.status === 'failed' || target.status === 'partial' ? [index] : [];
  });
  const findings = digest.groups.filter(({ kind }) => kind === 'fail');
  return {
    header,
    digest,
    findings,
    rows: new Set(rows.slice(0, mostRows)),
    drawn: chosenOf(digest.groups),
    cutRows: Math.max(0, rows.length - mostRows),
  };
}

/** The first few entries, and the others folded away; `total` counts those, too, that are not on the page. */
export function folded(entries: readonly Html[], first: number, total: number, name: string): Html {
  const rest = entries.slice(first);
  const elsewhere = total - entries.length;
  return html`<ul class="${name}">${entries.slice(0, first)}</ul>${
    rest.length > 0 && html`<details><summary>${number(rest.length)} more</summary><ul class="${name}">${rest}</ul></details>`
  }${elsewhere > 0 && html`<p class="elsewhere">${number(elsewhere)} more in report.json</p>`}`;
}
