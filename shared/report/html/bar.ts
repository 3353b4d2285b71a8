import { number } from '../words.ts';
import { type Html, html, ours } from './tag.ts';

export interface Segment {
  readonly label: string;
  readonly value: number;
  /** Names a colour (and for what is unknown, a hatching) of the stylesheet. */
  readonly tone: string;
}

/** Percent of the width that the smallest segment still has, so that one in ten thousand is seen. */
const least = 0.8;

/** A bar of shares, and its legend in words: colour alone says nothing. Segments of nothing are left out. */
export function bar(name: string, segments: readonly Segment[]): Html {
  const shown = segments.filter(({ value }) => value > 0);
  const spoken = shown.map(({ label, value }) => `${number(value)} ${label}`).join(', ');
  return html`<svg class="bar" role="img" aria-label="${name}: ${spoken || 'nothing'}" width="100%" height="12">${rects(shown)}</svg>
<ul class="legend">${shown.map(
    ({ label, value, tone }) =>
      html`<li><svg class="key" aria-hidden="true" width="12" height="12"><rect class="${tone}" width="12" height="12" rx="3"/></svg><b>${number(value)}</b> ${label}</li>`,
  )}</ul>`;
}

function rects(segments: readonly Segment[]): Html | Html[] {
  const total = segments.reduce((sum, { value }) => sum + value, 0);
  if (total === 0) return html`<rect class="track" width="100%" height="12" rx="3"/>`;
  const widths = segments.map(({ value }) => Math.max(least, (value / total) * 100));
  const scale = 100 / widths.reduce((sum, width) => sum + width, 0);
  let from = 0;
  return segments.map(({ tone }, index) => {
    const width = (widths[index] ?? 0) * scale;
    const rect = html`<rect class="${tone}" x="${from.toFixed(2)}%" width="${width.toFixed(2)}%" height="12" rx="3"/>`;
    from += width;
    return rect;
  });
}

/** The hatching of what is unknown, once in a page. */
export const patterns: Html = ours(
  '<svg class="defs" aria-hidden="true" width="0" height="0"><defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="6" height="6"/><rect class="hatch-line" width="2.5" height="6"/></pattern></defs></svg>',
);
