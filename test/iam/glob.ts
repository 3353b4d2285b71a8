const compiled = new Map<string, RegExp>();

/**
 * Whether a text matches a pattern with `*` (any characters, also none) and `?` (one character), as in actions and in the values of
 * String…Like (IAM user guide, "IAM JSON policy elements: Action", "… Condition operators").
 */
export function matchesGlob(pattern: string, text: string, caseless = false): boolean {
  return regexOf(pattern, caseless ? 'is' : 's', (sign) => (sign === '*' ? '.*' : '.')).test(text);
}

/**
 * Whether an ARN matches a pattern ("IAM JSON policy elements: Resource"): wildcards stay within a segment, the parts between colons; only
 * one that ends its segment may go beyond. `*` alone matches everything.
 */
export function matchesArn(pattern: string, arn: string): boolean {
  return regexOf(pattern, 's:', (sign, atEnd) => (sign === '?' ? '[^:]' : atEnd ? '.*' : '[^:]*')).test(arn);
}

function regexOf(pattern: string, mode: string, wildcard: (sign: string, atEnd: boolean) => string): RegExp {
  const key = `${mode} ${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const source = [...pattern].map((sign, i, all) => {
    if (sign !== '*' && sign !== '?') return sign.replace(/[\\^$.|+()[\]{}/]/g, '\\$&');
    return wildcard(sign, i === all.length - 1 || all[i + 1] === ':');
  });
  const made = new RegExp(`^${source.join('')}$`, mode.replace(':', ''));
  compiled.set(key, made);
  return made;
}
