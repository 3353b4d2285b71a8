import { digest } from './digest.ts';
import type { Renderer } from './report.ts';
import { coverage, heading } from './terminal/coverage.ts';
import { findings } from './terminal/findings.ts';
import { print } from './terminal/layout.ts';
import { frameworks, overview } from './terminal/overview.ts';

export interface TerminalOptions {
  /** Whether to colour; the caller knows NO_COLOR and whether anybody looks. */
  readonly colour: boolean;
  /** Columns; 100 unless given. */
  readonly width?: number | undefined;
  /** Where the report to open is. */
  readonly report?: string | undefined;
}

/** A table of counts needs so much; longer lines than that are hard to read. */
const narrowest = 44;
const widest = 160;
const limits = { perGroup: 3, perKind: 200, evidence: 0 };

/** A summary to read on a terminal: the verdict in a line, what could not be seen, the worst findings with their fix, the clusters. */
export const terminal = ({ colour, width = 100, report }: TerminalOptions): Renderer =>
  async function* (header, verdicts) {
    const room = Math.min(Math.max(width, narrowest), widest);
    const seen = await digest(header, verdicts, limits);
    const sections = [
      coverage(header, seen, room),
      findings(header, seen, room),
      overview(header, seen, room),
      frameworks(header.frameworks, room),
      report === undefined ? [] : [...heading('Report'), [{ text: `  ${report}` }]],
    ];
    for (const section of sections) for (const line of section) yield print(line, colour);
  };
