import { visible } from './text.ts';

/** Everything that starts something in Markdown (CommonMark 2.4, with the tables, strike-through and links of GitHub). */
const active = /[\\`*_[\]<>|~&#]/g;
/** GitHub makes links of these where they stand; what starts a list or a heading does so at the beginning of a line only. */
const autolink = /(https?|ftp)(:)|(www)(\.)|(@)/gi;
const lineStart = /^(\s*)([-+=]|\d+[.)](?=\s|$))/;

/** Text that reads as it is in a paragraph or a table: nothing in it is active. */
export const plain = (text: string): string =>
  visible(text)
    .replace(active, '\\$&')
    .replace(autolink, (_, scheme, colon, host, dot, at) => `${scheme ?? host ?? ''}${escapeOf(colon ?? dot ?? at)}`)
    .replace(lineStart, (_, space, mark: string) => `${space}${mark.slice(0, -1)}\\${mark.slice(-1)}`);

const escapeOf = (mark: string): string => `&#${mark.charCodeAt(0)};`;

/** A code span: between more backticks than it holds in a row, which nothing in it can end (CommonMark 6.1). */
export function code(text: string): string {
  const shown = visible(text);
  const fence = '`'.repeat(longestRun(shown) + 1);
  // A span that begins or ends with a backtick needs a space there; one of spaces only would not be a span.
  return shown === '' ? '' : /^`|`$|^ .* $/s.test(shown) ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/** A fenced block of lines, with a fence that none of them can end (CommonMark 4.5). */
export function fenced(lines: readonly string[], language = ''): string {
  const shown = lines.map(visible);
  const fence = '`'.repeat(Math.max(3, longestRun(shown.join('\n')) + 1));
  return [`${fence}${language}`, ...shown, fence].join('\n');
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));

/** A row of a table, whose cells hold no bar: `plain` escapes it, `code` does not. */
export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
