import { html as markup, raw } from 'hono/html';
import { bounded, visibleLines } from '../text.ts';

/** Markup that is safe to put into a page. */
export type Html = ReturnType<typeof raw>;
export type Part = string | number | false | undefined | Html | readonly Part[];

/** Longer strings are cut: a page is for reading, report.json has them whole. */
const longest = 2_000;

/**
 * The one place where HTML is escaped: every string between the parts of the template, in text and in quoted attributes, has its
 * hazards shown, is bounded and escaped. Markup that this made passes as it is; nothing else is taken for markup.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const made = markup(strings, ...parts.map(prepared));
  if (made instanceof Promise) throw new TypeError('a part of a page is a promise');
  return made;
}

function prepared(part: Part): Part {
  if (typeof part === 'string') return visibleLines(bounded(part, longest));
  if (Array.isArray(part)) return part.map(prepared);
  if (part === undefined || part === false || typeof part === 'number' || part instanceof String) return part;
  throw new TypeError('a part of a page is neither text nor markup');
}

/** Markup that is ours, word for word. Never for anything that was read. */
export const ours = (markup: string): Html => raw(markup);
