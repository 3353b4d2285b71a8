/**
 * What a plain scalar means to kubectl, helm and kustomize, which read with sigs.k8s.io/yaml 1.6, that is go.yaml.in/yaml/v2 (resolve.go):
 * booleans of YAML 1.1 (`yes`, `on`, `y`), octal integers (`0777`), digits grouped by `_`; no base 60; timestamps stay text.
 */
const words = new Map<string, boolean | null | number>();
const spell = (value: boolean | null | number, ...spellings: readonly string[]): void => {
  for (const word of spellings)
    for (const text of [word, word.toUpperCase(), word.slice(0, 1).toUpperCase() + word.slice(1)]) words.set(text, value);
};
spell(true, 'y', 'yes', 'true', 'on');
spell(false, 'n', 'no', 'false', 'off');
spell(null, '', '~', 'null');
for (const [value, spellings] of [
  [Number.NaN, ['.nan', '.NaN', '.NAN']],
  [Number.POSITIVE_INFINITY, ['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF']],
  [Number.NEGATIVE_INFINITY, ['-.inf', '-.Inf', '-.INF']],
] as const)
  for (const text of spellings) words.set(text, value);

const integer = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const float = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const pointFloat = /^\.[0-9]+([eE][-+]?[0-9]+)?$/;

/** @param text of at most a few characters where it is a number: what is longer than this is text to everybody */
const longestNumber = 400;

export type Scalar = string | number | boolean | null;

/** The value of a plain scalar without a tag. */
export function plainScalar(text: string): Scalar {
  const word = words.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  const numeric = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  if (!numeric || text.length > longestNumber) return text;
  if (first === 0x2e) return pointFloat.test(text) ? finite(Number(text), text) : text;
  const plain = text.replaceAll('_', '');
  const [, sign, digits = ''] = integer.exec(plain) ?? [];
  if (sign !== undefined) return finite((sign === '-' ? -1 : 1) * Number(javascript(digits)), text);
  return float.test(plain) ? finite(Number(plain), text) : text;
}

/** `0777` is octal there, and decimal here. */
const javascript = (digits: string): string => (/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);

/** What overflows stays text. */
const finite = (value: number, text: string): Scalar => (Number.isFinite(value) ? value : text);

const prefix = 'tag:yaml.org,2002:';

/**
 * The value of a scalar with a tag (decode.go, `scalar`). @returns undefined where the value is not of that type
 * @throws RangeError for a tag that no manifest has
 */
export function taggedScalar(tag: string, text: string): Scalar | undefined {
  const value = plainScalar(text);
  switch (tag.startsWith(prefix) ? tag.slice(prefix.length) : tag) {
    case 'str':
    case 'timestamp':
      return text;
    case 'binary':
      return decodedBase64(text);
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    case 'null':
      return value === null ? null : undefined;
    case 'int':
      return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
    case 'float':
      return typeof value === 'number' ? value : undefined;
    default:
      throw new RangeError(tag);
  }
}

function decodedBase64(text: string): string | undefined {
  const plain = text.replace(/[\r\n]/g, '');
  return plain.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(plain) ? Buffer.from(plain, 'base64').toString() : undefined;
}

/**
 * A key of a mapping as JSON has it. @returns undefined for null, which JSON has no way to write, and for numbers with a fraction or an
 * exponent, whose digits differ from one writer to the next
 */
export function keyText(value: Scalar, text: string): string | undefined {
  if (typeof value !== 'number') return value === null ? undefined : String(value);
  return Number.isSafeInteger(value) && integer.test(text.replaceAll('_', '')) ? String(value) : undefined;
}
