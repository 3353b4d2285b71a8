const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Says in what way a text is not JSON that we take; the text itself is not in the message. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}

/**
 * Parses the JSON of an untrusted server. Depth and number of values are counted on the bytes before anything is built, without
 * recursion. Members named `__proto__` are dropped: copied by assignment they would change prototypes, and no schema of ours reads them.
 * Throws JsonError.
 */
export function parseJson(
  bytes: Uint8Array,
  { maxDepth, maxValues }: { readonly maxDepth: number; readonly maxValues: number },
): unknown {
  checkShape(bytes, maxDepth, maxValues);
  const text = decode(bytes);
  // A reviver costs ten times a plain parse, so it is used only where such a key may be, plain or escaped.
  const suspicious = text.includes('__proto__') || /\\u00(5f|70|72|6f|74)/i.test(text);
  try {
    return JSON.parse(text, suspicious ? (key, value: unknown) => (key === '__proto__' ? undefined : value) : undefined);
  } catch {
    throw new JsonError('not JSON'); // V8's message quotes the text
  }
}

function checkShape(bytes: Uint8Array, maxDepth: number, maxValues: number): void {
  let depth = 0;
  let values = 0;
  let quoted = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (quoted) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) quoted = false;
    } else if (byte === QUOTE) quoted = true;
    else if (byte === COMMA) values++;
    else if (OPENING.has(byte)) {
      values++;
      if (++depth > maxDepth) throw new JsonError(`nested deeper than ${maxDepth} levels`);
    } else if (CLOSING.has(byte)) depth--;
    if (values > maxValues) throw new JsonError(`more than ${maxValues} values`);
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new JsonError('not UTF-8');
  }
}
