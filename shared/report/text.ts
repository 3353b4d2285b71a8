/**
 * What every format does to a string before it escapes it its own way: strings come from tags, names and messages that anyone can set.
 * A hazard is a character that shows nothing and acts on what is around it: C0 and C1 controls (terminal escapes start with one), bidi
 * controls and other format characters, line and paragraph separators, lone surrogates, and what Unicode says to ignore.
 */
const hazard = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const hazardInJson = /[<\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const lineBreakOrTab = /^[\n\t]$/;

const shown = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** One line of text without hazards: each is shown as its code point, `\u{1b}`, so that nobody is misled by its absence. */
export const visible = (text: string): string => text.replace(hazard, shown);

/** The same with line breaks and tabs left in, for formats where they do no harm. */
export const visibleLines = (text: string): string =>
  text.replace(hazard, (character) => (lineBreakOrTab.test(character) ? character : shown(character)));

/** At most `limit` UTF-16 units, never half a character; what is cut off is marked by an ellipsis. */
export function bounded(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  const halved = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, halved ? limit - 1 : limit)}…`;
}

/** A string as a message may quote it: one line, no hazards, bounded. */
export const oneLine = (text: string, limit = 500): string => visible(bounded(text, limit));

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * JSON on one line that parses to the same value (RFC 8259) and stays inert wherever it is put: hazards and `<` are escaped, so that it
 * is harmless printed on a terminal and inside a script element.
 */
export const inertJson = (value: unknown): string =>
  JSON.stringify(value).replace(hazardInJson, (character) => character.split('').map(escaped).join(''));
