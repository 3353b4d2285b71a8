/**
 * Text of others as part of a message of ours: one line, what acts unseen (controls, format characters, separators, lone surrogates,
 * what Unicode says to ignore) and white space folded into single spaces, at most `limit` UTF-16 units. Reports, which must not hide
 * that such a character is there, show it instead (report/text.ts).
 */
export function plainLine(text: string, limit: number): string {
  const line = text
    .slice(0, limit * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\s]+/gu, ' ')
    .trim();
  if (line.length <= limit) return line;
  const last = line.charCodeAt(limit - 1);
  return `${line.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit)}…`;
}
