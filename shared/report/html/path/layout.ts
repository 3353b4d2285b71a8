import { type Font, wrapped } from './measure.ts';
import type { Step } from './steps.ts';

/** A column of texts of a drawing: where it begins, how wide it is, and how many lines of it there are at most. */
interface Column {
  readonly x: number;
  readonly room: number;
  readonly most: number;
}

/** A form of the drawing, in pixels at the size at which it is meant to be seen. */
export interface Format {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  /** Where the line from step to step runs. */
  readonly rail: number;
  readonly label: Column;
  readonly id: Column;
  readonly says: Column;
  /** Whether a step's texts stand beneath each other. */
  readonly stacked: boolean;
}

export const wide: Format = {
  name: 'wide',
  width: 568,
  rail: 25,
  label: { x: 50, room: 120, most: 2 },
  id: { x: 172, room: 160, most: 2 },
  says: { x: 340, room: 221, most: 4 },
  stacked: false,
};
export const narrow: Format = {
  name: 'narrow',
  width: 254,
  rail: 23,
  label: { x: 46, room: 198, most: 2 },
  id: { x: 46, room: 198, most: 2 },
  says: { x: 46, room: 198, most: 4 },
  stacked: true,
};

const fonts = {
  label: { size: 12, face: 'bold' },
  id: { size: 11, face: 'mono' },
  says: { size: 11.5, face: 'sans' },
} as const satisfies Readonly<Record<string, Font>>;

/** A line of text: its place is that of its baseline. */
export interface Line {
  readonly part: keyof typeof fonts;
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** A step with its place in the drawing, and its texts from its own top. */
export interface Placed {
  readonly step: Step;
  readonly y: number;
  readonly height: number;
  readonly lines: readonly Line[];
  /** Whether not all of its texts is shown. */
  readonly cut: boolean;
}

export interface Drawing {
  readonly format: Format;
  readonly height: number;
  readonly steps: readonly Placed[];
}

const lineHeight = 15;
/** From the top of a line to its baseline. */
const ascent = 11.5;
/** Above and below the texts: of a box, and of what stands on the line between boxes. */
const margins = { place: 9, gate: 4, doubt: 7, left: 4 } as const;
/** What is between a step and the next: before a box an arrow. */
const gaps = { place: 13, gate: 2, doubt: 6, left: 2 } as const;

/** Puts the steps beneath each other, as high as their texts make them. */
export function layout(steps: readonly Step[], format: Format): Drawing {
  let y = 1;
  const placed = steps.map((step, index): Placed => {
    const [previous] = index === 0 ? [] : steps.slice(index - 1);
    if (previous !== undefined) y += step.role === 'gate' && previous.role === 'place' ? gaps.doubt : gaps[step.role];
    const one = { step, y, ...linesOf(step, format) };
    y += one.height;
    return one;
  });
  return { format, height: y + 1, steps: placed };
}

function linesOf(step: Step, format: Format): Pick<Placed, 'height' | 'lines' | 'cut'> {
  const margin = margins[step.role];
  const parts = [
    { part: 'label', ...format.label },
    { part: 'id', ...format.id },
    { part: 'says', ...saysColumn(step, format) },
  ] as const;
  const lines: Line[] = [];
  let cut = false;
  let tallest = 0;
  let row = 0;
  for (const { part, x, room, most } of parts) {
    if (!format.stacked) row = 0;
    const found = wrapped(step[part], fonts[part], room, most);
    for (const text of found.lines) lines.push({ part, x, y: margin + ascent + lineHeight * row++, text });
    cut ||= found.cut;
    tallest = Math.max(tallest, row);
  }
  return { height: 2 * margin + lineHeight * Math.max(1, tallest), lines, cut };
}

/** Without an id there is room for more to be said. */
const saysColumn = ({ id }: Step, { id: column, says }: Format): Column =>
  id === '' ? { ...says, x: column.x, room: says.x + says.room - column.x } : says;
