/** What a parser of this folder answers: the value, or one line that names the text and says what is wrong with it. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

const SHOWN = 64;

/** A value that was read. */
export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** A refusal, such as `"10.1/8" is not a CIDR: …`. The text is an attacker's: it is quoted, cut at 64 characters, and plain ASCII. */
export function refused(text: string, why: string): Parsed<never> {
  return { ok: false, problem: `${quoted(text)} ${why}` };
}

/** JSON escapes quotes and line ends; the rest that is not plain ASCII (bidirectional overrides, C1) could still act on a terminal. */
function quoted(text: string): string {
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
  return JSON.stringify(shown).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
