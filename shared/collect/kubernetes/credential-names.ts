/** Whether a name says that its value is a secret: its last word does. `passwordFile`, `tokenUrl` and `secretName` say otherwise. */
export type Secrecy = 'password' | 'secret' | undefined;

const password = /(?:^|[^a-z])(?:[a-z0-9]{0,40}(?:password|passwd|passphrase)|pwd|(?:db)?pass)$/;
const secret =
  /(?:^|[^a-z])(?:secret|token|apikey|api[_.-]key|secret[_.-]?key(?:[_.-]base)?|access[_.-]?key|private[_.-]?key|signing[_.-]?key|encryption[_.-]?key|auth[_.-]?key|credentials?)$/;

/** What a variable, a key or a member is called → what to expect of its value. */
export function secrecyOf(name: string): Secrecy {
  const words = name
    .slice(-100)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
  if (password.test(words)) return 'password';
  return secret.test(words) ? 'secret' : undefined;
}

/** Words that stand where a value is to come, or that say something of one. */
const words = new Set(
  (
    'auto default defaults disable disabled dummy empty enable enabled env example false file header hidden invalid is_set json ' +
    'kubernetes md5 nil no none not_set null off on optional passphrase passwd password placeholder plain prompt random redacted ' +
    'replace_me replaceme required secret set string test text todo token true undefined unset unused value xxx yes your_password'
  ).split(' '),
);
/** Of these words, what is a password all the same where it is all that stands under a name that promises one. */
const weak = new Set(['default', 'example', 'passphrase', 'passwd', 'password', 'secret', 'test']);

/** Whether a whole value is one of the passwords that people begin with: `MYSQL_ROOT_PASSWORD=password`. */
export const isWeakPassword = (value: string, secrecy: NonNullable<Secrecy>): boolean =>
  secrecy === 'password' && weak.has(value.trim().toLowerCase());

/** Where another value is put in: `$(VAR)`, `${VAR}`, `$VAR`, `{{ .x }}`, `%(x)s`, `<x>`, `[x]`, `@x@`; and what has been blotted out. */
const reference = /^(?:\$|\{\{|%[({]|<|\[|@[\w.-]+@$|[*x.•#-]+$)|\$\{|\$\(|\{\{/i;
/** A name of something that is elsewhere: a path, an address without credentials, an ARN, a reference of a secret store. */
const elsewhere = /^(?:\.{0,2}\/|~\/|[A-Za-z]:\\|[a-z][a-z0-9+.-]{0,20}:|file$)|\.(?:key|pem|crt|txt|json|ya?ml|jks|p12|pub)$/;
const number = /^[-+]?[\d.,_]+(?:[a-z]{1,3}|%)?$/i;

/** Whether a text can be the secret that its name promises, rather than a word, a number, a reference or a place. */
export function isSecretValue(value: string, secrecy: NonNullable<Secrecy>): boolean {
  const text = value.trim();
  if (text.length < 4 || text.length > 4_096 || /\s/.test(text)) return false;
  if (words.has(text.toLowerCase().replaceAll('-', '_')) || reference.test(text) || elsewhere.test(text)) return false;
  if (number.test(text) && (secrecy === 'secret' || text.length < 6)) return false;
  return secrecy === 'password' || isRandom(text);
}

/** Not a name that people make: long, of letters and digits, and not words with a short number between separators. */
function isRandom(text: string): boolean {
  if (text.length < 12 || !/\d/.test(text) || !/[A-Za-z]/.test(text)) return false;
  const parts = text.split(/[-_.:/]/);
  const named = parts.every((part) => /^[A-Za-z]*\d{0,3}$/.test(part));
  return !named && entropy(text) >= 3;
}

/** Shannon entropy of the characters, in bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
