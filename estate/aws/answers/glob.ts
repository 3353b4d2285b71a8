/**
 * EC2's filter wildcards: `*` is any text, `?` any one character, a backslash takes the next one as it is.
 * Two indices and one point to return to, so that no pattern of a client takes more than pattern × text steps.
 */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const escaped = pattern[p] === '\\' && p + 1 < pattern.length;
    const wanted = escaped ? pattern[p + 1] : pattern[p];
    if (!escaped && wanted === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && ((!escaped && wanted === '?') || wanted === text[t])) {
      p += escaped ? 2 : 1;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
