import { ServiceError, type Values } from './protocol.ts';
import { fromText } from './scalar.ts';
import type { Member, Shape } from './schema.ts';

interface Element {
  readonly name: string;
  readonly children: Element[];
  text: string;
}

const maximumDepth = 16;
const token = /<\?[^>]*\?>|<!--[\s\S]*?-->|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s[^<>]*?)?)(\/?)>|([^<]+)/y;
const malformed = (): ServiceError =>
  new ServiceError(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

/** A request's XML body: elements and text. Attributes are passed over; document types, and with them entities of one's own, are refused. */
function parseXml(body: Buffer): Element {
  const text = body.toString();
  const root: Element = { name: '', children: [], text: '' };
  const open: Element[] = [root];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    const top = open.at(-1);
    if (!found || !top) throw malformed();
    const [, close, start, , empty, characters] = found;
    if (characters !== undefined) top.text += plainText(characters);
    else if (close !== undefined) {
      if (open.pop()?.name !== close || open.length === 0) throw malformed();
    } else if (start !== undefined) {
      const element: Element = { name: start, children: [], text: '' };
      top.children.push(element);
      if (!empty) open.push(element);
      if (open.length > maximumDepth) throw malformed();
    }
  }
  const [document, ...others] = root.children;
  if (open.length !== 1 || !document || others.length > 0) throw malformed();
  return document;
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const plainText = (text: string): string =>
  text.replace(/&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(\w+));/g, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

/** Plain values of the members that the model knows. */
export const readXml = (shape: Shape, body: Buffer): Values => structure(shape, parseXml(body));

function structure(shape: Shape, element: Element): Values {
  const out: Record<string, unknown> = {};
  for (const member of shape.members.values()) {
    const value = read(member, element);
    if (value !== undefined) out[member.name] = value;
  }
  return out;
}

function read(member: Member, parent: Element): unknown {
  const { shape, traits, name } = member;
  const own = parent.children.filter((child) => child.name === (traits.xmlName ?? name));
  const item = shape.value?.shape;
  if (shape.kind !== 'list' || !item) return own[0] && value(shape, own[0]);
  const items = traits.xmlFlattened === undefined ? (own[0]?.children ?? []) : own;
  return own.length === 0 ? undefined : items.map((element) => value(item, element));
}

const value = (shape: Shape, element: Element): unknown =>
  shape.kind === 'structure' ? structure(shape, element) : fromText(shape, element.text);
