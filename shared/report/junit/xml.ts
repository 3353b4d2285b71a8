import { oneLine } from '../text.ts';

/** The one place where a text becomes XML 1.0: no markup in it, and none of the characters that XML has no way to write (2.2, `Char`). */
const xmlText = (text: string): string =>
  oneLine(text, 4_000)
    .replace(/[\ufffe\uffff]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"']/g, (character) => references[character] ?? '');

const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Lines of text as the content of an element. */
export const lines = (texts: readonly string[]): string => texts.map(xmlText).join('\n');

/** A tag that opens, or is empty. Names come from us. */
export const tag = (name: string, attributes: Readonly<Record<string, string>>, empty = false): string =>
  `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${xmlText(value)}"`)
    .join('')}${empty ? '/' : ''}>`;

/** A whole element; one without content is an empty tag. */
export const element = (name: string, attributes: Readonly<Record<string, string>>, content: string): string =>
  content === '' ? tag(name, attributes, true) : `${tag(name, attributes)}${content}</${name}>`;
