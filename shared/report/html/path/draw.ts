import { count } from '../../words.ts';
import { type Html, html } from '../tag.ts';
import { iconId } from './icons.ts';
import { type Drawing, type Format, type Line, layout, narrow, type Placed, wide } from './layout.ts';
import { type Step, stepsOf } from './steps.ts';
import type { Way } from './ways.ts';

/** How wide and high the picture of a place is. */
const icon = 20;

/**
 * A way as a drawing (SVG 2): from the internet at the top to the port at the bottom, places as boxes, rules as gates on the line between
 * them. Twice, for a wide and for a narrow page: text in SVG does not wrap. The stylesheet shows one of them.
 *
 * @param unless what is not known and may forbid it: the line is dashed then
 */
export function drawn(way: Way, unless: string | undefined): Html {
  const steps = stepsOf(way, unless);
  const goal = steps.at(-1)?.id ?? '';
  const title = `${unless === undefined ? 'The way' : 'The way, unless the unknown forbids it,'} from the internet to ${goal}`;
  const words = `${count(way.length, 'step')}: ${steps.map(({ label }) => label).join(', ')}`;
  return html`${[wide, narrow].map((format) => picture(layout(steps, format), title, words, unless !== undefined))}`;
}

const picture = ({ format, height, steps }: Drawing, title: string, words: string, doubtful: boolean): Html =>
  html`<svg class="path ${format.name}${doubtful && ' perhaps'}" role="img" viewBox="0 0 ${format.width} ${height}"><title>${title}</title><desc>${words}</desc>${rail(steps, format)}${steps.map(
    (step) => drawnStep(step, format),
  )}</svg>`;

/** The line behind all steps, and an arrow into every box but the first. */
function rail(steps: readonly Placed[], { rail: x }: Format): Html {
  const [first, ...rest] = steps;
  const arrows = rest.filter(({ step }) => step.role === 'place').map(({ y }) => `M${x - 4} ${y - 7}h8l-4 6z`);
  const end = (steps.at(-1)?.y ?? 0) - 2;
  return html`<path class="rail" d="M${x} ${(first?.y ?? 0) + (first?.height ?? 0)}V${end}"/><path class="arrow" d="${arrows.join('')}"/>`;
}

const classes = ({ role, opens, goal }: Step): string =>
  ['step', role, ...(opens ? ['opens'] : []), ...(goal ? ['goal'] : [])].join(' ');

/** A step in a window of its own: whatever a font makes of a text, it does not leave it. */
const drawnStep = ({ step, y, height, lines, cut }: Placed, format: Format): Html =>
  html`<svg class="${classes(step)}" y="${y}" width="${format.width}" height="${height}">${
    cut && html`<title>${[step.label, step.id, step.says].filter((part) => part !== '').join(' · ')}</title>`
  }${frame(step, height, format)}${lines.map(written)}</svg>`;

const written = ({ part, x, y, text }: Line): Html => html`<text class="path-${part}" x="${x}" y="${y}">${text}</text>`;

function frame({ role, icon: name }: Step, height: number, { width, rail }: Format): Html {
  // Of a gate beside the line, which runs on behind it.
  const x = role === 'gate' || role === 'left' ? rail + 14 : 1.5;
  const box = html`<rect class="box" x="${x}" y="1" width="${width - 1.5 - x}" height="${height - 2}" rx="8"/>`;
  if (role === 'left') return html`${box}<path class="dots" d="M${rail} 5V${height - 5}"/>`;
  if (role === 'doubt')
    return html`${box}<rect class="unknown" x="${rail - 8}" y="${height / 2 - 8}" width="16" height="16" rx="8"/>`;
  const at = { x: rail - icon / 2, y: role === 'gate' ? 2 : height / 2 - icon / 2 };
  return html`${box}<use href="#${iconId(name ?? 'interface')}" x="${at.x}" y="${at.y}" width="${icon}" height="${icon}"></use>`;
}
