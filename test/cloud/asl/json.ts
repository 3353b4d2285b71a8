/** What passes between states: any JSON text, parsed. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export type JsonObject = { [name: string]: Json };

/** The quota on inputs, outputs and variables of a state: bytes of the UTF-8 JSON text (Step Functions quotas, "Task, state, or execution"). */
export const MAX_BYTES = 262_144;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Bytes of the value's UTF-8 JSON text. */
export function byteLength(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/**
 * The value as it comes out of its own JSON text: no shared parts, no prototypes, no hidden members.
 * @throws TypeError for what JSON has no text for (undefined, functions, cycles, numbers that are not finite).
 */
export function plain(value: unknown): Json {
  const text = JSON.stringify(value, (name, member) => {
    if (member === undefined || typeof member === 'function' || (typeof member === 'number' && !Number.isFinite(member))) {
      throw new TypeError(`JSON cannot hold ${String(member)}${name === '' ? '' : ` (at "${name}")`}`);
    }
    return member;
  });
  if (text === undefined) throw new TypeError('JSON cannot hold undefined');
  return JSON.parse(text);
}
