import type { Values } from './protocol.ts';
import { toText } from './scalar.ts';
import type { Member, Shape } from './schema.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' };
/** Text as it may stand in an element or attribute: what XML 1.0 cannot hold at all becomes U+FFFD. */
export const escapeXml = (text: string): string =>
  text
    .replace(/[&<>"\r]/g, (character) => entities[character] ?? '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 forbids
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD');

/** Which member an XML document leaves to a header, or to nothing. */
const isBody = (member: Member): boolean => {
  const { httpHeader, httpPrefixHeaders, httpPayload, httpLabel, httpQuery } = member.traits;
  return !(httpHeader || httpPrefixHeaders || httpPayload || httpLabel || httpQuery);
};

/** The members of a structure as XML elements (Smithy: XML binding traits). */
export function writeMembers(shape: Shape, values: Values): string {
  let text = '';
  for (const [name, member] of shape.members) {
    const value = values[name];
    if (value === undefined || value === null || member.traits.xmlAttribute || !isBody(member)) continue;
    text += writeMember(member, member.traits.xmlName ?? name, value);
  }
  return text;
}

/** One element, or the elements of a flattened list or map. */
function writeMember(member: Member, name: string, value: unknown): string {
  const { shape, traits } = member;
  if (shape.kind === 'list') return writeList(member, name, value as readonly unknown[]);
  if (shape.kind === 'map') return writeMap(member, name, value as Values);
  if (shape.kind !== 'structure') return `<${name}>${escapeXml(toText(member, value, 'date-time'))}</${name}>`;
  return `<${name}${attributes(shape, traits.xmlNamespace, value as Values)}>${writeMembers(shape, value as Values)}</${name}>`;
}

function writeList(member: Member, name: string, values: readonly unknown[]): string {
  const item = member.shape.value;
  if (!item) return '';
  const flat = member.traits.xmlFlattened !== undefined;
  const itemName = flat ? name : (item.traits.xmlName ?? 'member');
  const items = values.filter((v) => v !== null && v !== undefined).map((v) => writeMember(item, itemName, v));
  return flat ? items.join('') : `<${name}>${items.join('')}</${name}>`;
}

function writeMap(member: Member, name: string, values: Values): string {
  const { key, value } = member.shape;
  if (!key || !value) return '';
  const flat = member.traits.xmlFlattened !== undefined;
  const entry = flat ? name : 'entry';
  const entries = Object.entries(values).map(
    ([k, v]) =>
      `<${entry}>${writeMember(key, key.traits.xmlName ?? 'key', k)}${writeMember(value, value.traits.xmlName ?? 'value', v)}</${entry}>`,
  );
  return flat ? entries.join('') : `<${name}>${entries.join('')}</${name}>`;
}

function attributes(shape: Shape, namespace: Member['traits']['xmlNamespace'], values: Values): string {
  let text = '';
  if (namespace) {
    const [prefix, uri] = namespace.length === 2 ? namespace : [0, namespace[0]];
    text += ` xmlns${prefix ? `:${prefix}` : ''}="${escapeXml(uri)}"`;
  }
  for (const [name, member] of shape.members)
    if (member.traits.xmlAttribute && values[name] !== undefined)
      text += ` ${member.traits.xmlName ?? name}="${escapeXml(String(values[name]))}"`;
  return text;
}
