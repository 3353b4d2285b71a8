/**
 * How wide a text will be, without a browser: SVG does not break lines. Widths are those of DejaVu Sans, the widest of the usual system
 * fonts, so that in the others there is room to spare.
 */

/** A font as far as it has to be known: size in units of the drawing, and how its characters differ. */
export interface Font {
  readonly size: number;
  readonly face: 'sans' | 'bold' | 'mono';
}

/** Widths in ems, the first that matches. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[\p{Mn}\p{Me}]/u, 0],
  [/[ijl'|]/, 0.29],
  [/[ .,:;!]/, 0.35],
  [/[frtI()[\]/\\-]/, 0.41],
  [/[mwMW@%]/, 0.99],
  [/[A-Z&#+<>=~]/, 0.74],
  [/[ceksvxyz]/, 0.6],
  [/[!-~]/, 0.637],
  [/[\u0080-\u2e7f]/, 0.9],
  [/./su, 1.4],
];
const bold = 1.09;
const mono = 0.605;

/** The width of a text in the units of its font's size. */
export function width(text: string, font: Font): number {
  let ems = 0;
  for (const character of text) ems += emsOf(character, font.face === 'mono');
  return ems * font.size * (font.face === 'bold' ? bold : 1);
}

function emsOf(character: string, even: boolean): number {
  const own = widths.find(([pattern]) => pattern.test(character))?.[1] ?? 1;
  return even && (character <= '~' || character === '…') ? mono : own;
}

/** A text in lines; whether it is cut, and so ends in an ellipsis. */
export interface Lines {
  readonly lines: readonly string[];
  readonly cut: boolean;
}

/** Breaks a text into at most `most` lines that are no wider than `room`: at spaces, else after punctuation, else anywhere. */
export function wrapped(text: string, font: Font, room: number, most: number): Lines {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '' && lines.length < most) {
    const fits = fitting(rest, font, room);
    if (fits === rest) return { lines: [...lines, rest], cut: false };
    const last = lines.length === most - 1;
    const line = last ? `${fitting(rest, font, room - width('…', font))}…` : fits.slice(0, breakOf(fits, rest));
    lines.push(line.trimEnd());
    rest = last ? rest : rest.slice(line.length).trimStart();
  }
  return { lines, cut: rest !== '' };
}

/** As much of the beginning as there is room for, at least one character, never half of one. */
function fitting(text: string, font: Font, room: number): string {
  let taken = '';
  let used = 0;
  for (const character of text) {
    used += width(character, font);
    if (used > room && taken !== '') return taken;
    taken += character;
  }
  return taken;
}

/** Where a line that is full ends: a space or a mark that stands too early would waste it. */
function breakOf(line: string, text: string): number {
  if (text[line.length] === ' ') return line.length;
  const space = line.lastIndexOf(' ') + 1;
  if (space > line.length / 2) return space;
  const mark = Math.max(...['-', '/', ',', '.', ':'].map((one) => line.lastIndexOf(one))) + 1;
  if (mark > line.length / 2) return mark;
  return space > 0 ? space : line.length;
}
