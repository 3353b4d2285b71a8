/**
 * The few DER (ITU-T X.690) encodings that an X.509 certificate needs. Node reads certificates but cannot make them, and the packages
 * that can bring an ASN.1 schema library each; writing is short, so it stands here. It writes only: nothing foreign is ever parsed.
 */

/** One tag-length-value; the length in its short form below 128, else with as many octets as it takes (X.690, 8.1.3). */
function tagged(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const octets = bigEndian(body.length);
  return Buffer.concat([Buffer.of(tag, 0x80 | octets.length), octets, body]);
}

function bigEndian(value: number): Buffer {
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Buffer.from(octets);
}

export const sequence = (...content: readonly Uint8Array[]) => tagged(0x30, ...content);
export const set = (...content: readonly Uint8Array[]) => tagged(0x31, ...content);
export const boolean = (value: boolean) => tagged(0x01, Buffer.of(value ? 0xff : 0));
export const octetString = (content: Uint8Array) => tagged(0x04, content);
export const utf8String = (text: string) => tagged(0x0c, Buffer.from(text, 'utf8'));

/** Context-specific tag: `[number]`, constructed (wrapping other values) or primitive (implicit, raw content). */
export const context = (number: number, content: Uint8Array, form: 'constructed' | 'primitive' = 'constructed') =>
  tagged((form === 'constructed' ? 0xa0 : 0x80) | number, content);

/** A non-negative INTEGER from its octets; a leading zero keeps the sign bit clear (X.690, 8.3). */
export function integer(octets: Uint8Array): Buffer {
  const first = octets.findIndex((octet) => octet !== 0);
  const minimal = first < 0 ? Buffer.of(0) : octets.subarray(first);
  return tagged(0x02, (minimal[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), minimal]) : minimal);
}

/** A BIT STRING; `unused` counts the bits of the last octet that are not part of it. */
export const bitString = (content: Uint8Array, unused = 0) => tagged(0x03, Buffer.of(unused), content);

/** OBJECT IDENTIFIER from its dotted form, each arc after the second in base 128 (X.690, 8.19). */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) groups.unshift(0x80 | (left % 128));
    return groups;
  });
  return tagged(0x06, Buffer.from(octets));
}

/** UTCTime of a date before 2050 (RFC 5280, 4.1.2.5.1). */
export function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`, 'latin1'));
}
