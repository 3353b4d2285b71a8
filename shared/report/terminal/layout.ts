import { oneLine, visible } from '../text.ts';

/** How a terminal shows a piece of a line. */
export type Style = 'bold' | 'dim' | 'critical' | 'high' | 'medium' | 'low' | 'unknown' | 'pass';

export interface Span {
  readonly text: string;
  readonly style?: Style | undefined;
}

/** A line of output, not wider than the terminal. */
export type Line = readonly Span[];

/** Select Graphic Rendition parameters (ECMA-48, 8.3.117). */
const sgr: Readonly<Record<Style, string>> = {
  bold: '1',
  dim: '2',
  critical: '1;31',
  high: '31',
  medium: '33',
  low: '36',
  unknown: '35',
  pass: '32',
};

/**
 * The one place where a line becomes output: whatever a span holds, no character of it acts on the terminal. The only controls that
 * come out are our line ends and, with `colour`, our own SGR sequences.
 */
export function print(line: Line, colour: boolean): string {
  const text = line.map(({ text: raw, style }) => {
    const shown = visible(raw);
    return colour && style !== undefined && shown.trim() !== '' ? `\u001b[${sgr[style]}m${shown}\u001b[0m` : shown;
  });
  return `${colour ? text.join('') : text.join('').trimEnd()}\n`;
}

const nothing = /[\p{Mn}\p{Me}]/u;
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

const columnsOf = (character: string): number => (nothing.test(character) ? 0 : wide.test(character) ? 2 : 1);

/** About how many columns a terminal gives to a text: near enough for tables, and never in the way of reading. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text) sum += columnsOf(character);
  return sum;
}

/** The text on one line of exactly this many columns: cut with an ellipsis, or filled with spaces. */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const whole = oneLine(text);
  const shown = columns(whole) <= width ? whole : `${whole.slice(0, cutAt(whole, width - 1))}…`;
  const filling = ' '.repeat(Math.max(0, width - columns(shown)));
  return align === 'left' ? shown + filling : filling + shown;
}

/** A text as lines of at most this many columns, broken between words where it can be. @param limit UTF-16 units that are shown of it */
export function wrap(text: string, width: number, limit?: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text, limit).split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (columns(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (columns(line) > width) {
      // At least one character a line, so that this ends whatever the width.
      const at = cutAt(line, width) || String.fromCodePoint(line.codePointAt(0) ?? 0).length;
      lines.push(line.slice(0, at));
      line = line.slice(at);
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

/** Where to cut a text so that what is before takes at most this many columns. */
function cutAt(text: string, width: number): number {
  let at = 0;
  let sum = 0;
  for (const character of text) {
    sum += columnsOf(character);
    if (sum > width) break;
    at += character.length;
  }
  return at;
}

/** A text wrapped beside a margin: `first` stands before its first line, as many spaces before the others. */
export function paragraph(first: Span, text: string, width: number, style?: Style, limit?: number): Line[] {
  const margin = columns(first.text);
  return wrap(text, Math.max(10, width - margin), limit).map(
    (line, index): Line => [index === 0 ? first : { text: ' '.repeat(margin) }, { text: line, style }],
  );
}
