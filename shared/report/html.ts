import { digest } from './digest.ts';
import { coverage } from './html/coverage.ts';
import { findings } from './html/findings.ts';
import { frameworks } from './html/frameworks.ts';
import { overview } from './html/overview.ts';
import { closing, opening } from './html/page.ts';
import { viewOf } from './html/view.ts';
import type { Renderer } from './report.ts';

/** What one page holds: about two megabytes at most, which a phone still opens. Of evidence, several ways that are drawn. */
const limits = { perGroup: 500, perKind: 2_000, evidence: 60 };

/**
 * One file to open in a browser: no script, nothing that is loaded from elsewhere, readable on a phone and on paper. First what was seen
 * and what was not, then findings by severity, clusters, frameworks. A fleet's findings are all counted and the most severe listed.
 */
export const html: Renderer = async function* (header, verdicts) {
  const view = viewOf(header, await digest(header, verdicts, limits));
  yield String(opening(view));
  for (const section of [coverage, findings, overview, frameworks]) for (const part of section(view)) yield String(part);
  yield String(closing);
};
