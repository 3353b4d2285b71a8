import { decoded } from './tokens.ts';

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** XML 1.0, 2.2: what a document may hold at all. */
const invalid = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const token = /<\/([a-z-]+)>|<([a-z-]+)((?: [a-z]+="[^"<>&]*(?:&[a-z#0-9]+;[^"<>&]*)*")*)(\/?)>|([^<>]+)/gy;
const attribute = / ([a-z]+)="([^"]*)"/g;

/**
 * The elements of a document that is written the plain way: elements, attributes in double quotes, text, and references that our escaping
 * makes. Stricter than XML 1.0: what passes has one reading in every parser.
 * @throws where anything else stands
 */
export function parseXml(text: string): Element {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!text.startsWith(declaration) || invalid.test(text)) throw new Error(`no XML: ${invalid.exec(text)?.index}`);
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  token.lastIndex = declaration.length;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const [, close, start, attributes = '', empty, characters] = token.exec(text) ?? fail(text, at);
    const top = open.at(-1) ?? fail(text, at);
    if (characters !== undefined) top.text += plain(characters);
    else if (start !== undefined) {
      const made = { name: start, attributes: attributesOf(attributes), children: [], text: '' };
      top.children.push(made);
      if (empty === '') open.push(made);
    } else if (open.pop()?.name !== close) fail(text, at);
  }
  const [only, ...others] = root.children;
  if (only === undefined || others.length > 0 || open.length !== 1) fail(text, text.length);
  return only;
}

function attributesOf(text: string): Readonly<Record<string, string>> {
  const found = [...text.matchAll(attribute)].map(([, name = '', value = '']) => [name, plain(value)] as const);
  if (new Set(found.map(([name]) => name)).size < found.length) throw new Error(`an attribute stands twice: ${text}`);
  return Object.fromEntries(found);
}

function plain(text: string): string {
  for (const [reference] of text.matchAll(/&.{0,6}/gs))
    if (!/^&(amp|lt|gt|quot|#39);/.test(reference)) throw new Error(`a bare & before ${reference}`);
  return decoded(text);
}

function fail(text: string, at: number): never {
  throw new Error(`not plain XML at ${at}: ${text.slice(at, at + 80)}`);
}
