/** A piece of markup as a browser would find it. */
export interface Token {
  readonly tag: string;
  readonly attributes: readonly (readonly [string, string])[];
  readonly end: boolean;
}

const name = /^[a-z][a-z0-9]*$/;
const attribute = /^ ([a-z][a-z-]*)(?:="([^"<>]*)")?/i;

/**
 * The markup of a page: every `<` must open a tag that is written the plain way, with quoted values that hold none of `"<>`, and every
 * `&` begin a reference that our escaping makes. Stricter than HTML: what passes has one reading in every parser.
 * @throws where anything else stands
 */
export function tokens(page: string): { readonly markup: readonly Token[]; readonly text: string } {
  const markup: Token[] = [];
  let text = '';
  let at = page.startsWith('<!doctype html>') ? '<!doctype html>'.length : fail(page, 0);
  while (at < page.length) {
    const open = page.indexOf('<', at);
    text += page.slice(at, open === -1 ? page.length : open);
    if (open === -1) break;
    const close = page.indexOf('>', open);
    const token = tag(page.slice(open + 1, close)) ?? fail(page, open);
    markup.push(token);
    at = close + 1;
    if (token.tag === 'style' && !token.end) at = page.indexOf('</style>', at);
  }
  for (const value of [text, ...markup.flatMap(({ attributes }) => attributes.map(([, value]) => value))])
    for (const [reference] of value.matchAll(/&.{0,6}/gs))
      if (!/^&(amp|lt|gt|quot|#39);/.test(reference)) throw new Error(`a bare & before ${reference}`);
  return { markup, text: decoded(text) };
}

function tag(inside: string): Token | undefined {
  const end = inside.startsWith('/');
  const [tagName = ''] = inside.slice(end ? 1 : 0).split(/[ /\n]/, 1);
  if (!name.test(tagName)) return undefined;
  let rest = inside.slice((end ? 1 : 0) + tagName.length);
  const attributes: [string, string][] = [];
  for (let match = attribute.exec(rest); match !== null; match = attribute.exec(rest)) {
    attributes.push([match[1] ?? '', match[2] ?? '']);
    rest = rest.slice(match[0].length);
  }
  return rest === '' || rest === '/' ? { tag: tagName, attributes, end } : undefined;
}

const references: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
export const decoded = (text: string): string =>
  text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (reference) => references[reference] ?? '');

function fail(page: string, at: number): never {
  throw new Error(`not plain markup at ${at}: ${page.slice(at, at + 80)}`);
}
