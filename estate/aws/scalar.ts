import type { Member, Shape, TimestampFormat } from './schema.ts';

/** Text of a form, query, header, label or XML element → plain value. */
export function fromText(shape: Shape, text: string): unknown {
  if (shape.kind === 'boolean') return text === 'true';
  if (shape.kind === 'number') return Number(text);
  return text;
}

/** Plain value → text of an XML element or header. */
export function toText(member: Pick<Member, 'shape'>, value: unknown, format: TimestampFormat): string {
  if (member.shape.kind === 'timestamp') return String(timestamp(value, member.shape.format ?? format));
  if (member.shape.kind === 'blob' && value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A moment as an estate file has it (ISO text, as the command line prints it, or seconds) → as the protocol has it. */
export function timestamp(value: unknown, format: TimestampFormat): string | number {
  const date = value instanceof Date ? value : new Date(typeof value === 'number' ? value * 1000 : String(value));
  if (format === 'epoch-seconds') return date.getTime() / 1000;
  return format === 'http-date' ? date.toUTCString() : date.toISOString().replace('.000Z', 'Z');
}
