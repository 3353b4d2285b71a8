import { createHmac } from 'node:crypto';
import type { Credential } from '../../facts/pod-spec.ts';
import { isSecretValue, isWeakPassword, secrecyOf } from './credential-names.ts';
import { type Detector, detectors } from './detectors.ts';

/** How a credential is told from others, without saying what it is: HMAC-SHA-256, the first 32 hex digits. */
export type Fingerprint = (value: string) => string;

/** @param key random bytes that are kept nowhere: docs/decisions/017-credentials.md */
export const fingerprintWith =
  (key: Uint8Array): Fingerprint =>
  (value) =>
    createHmac('sha256', key).update(value).digest('hex').slice(0, 32);

/** An object of the API has at most 1.5 MiB; a manifest's file can have more. */
const MAX_SEARCHED = 2 * 1024 * 1024;
const MAX_FOUND = 20;

/**
 * What looks like a credential in a value: by its form, by the password of an address, or by the name under which it stands. Of each there
 * are the detector, the place (with the line, where the value has several) and the fingerprint; never the value. Linear in its length.
 * @param place where the value stands, its name behind the first dot: `env.DB_PASSWORD`, `data.application.yaml`, `args.2`
 */
export function credentialsIn(place: string, value: string, fingerprint: Fingerprint): readonly Credential[] {
  const text = value.length > MAX_SEARCHED ? value.slice(0, MAX_SEARCHED) : value;
  if (text.length < 4) return [];
  const found = new Map<string, Credential>();
  const lineOf = lineCounter(text);
  const add = (detector: string, secret: string, index: number) => {
    const mark = fingerprint(secret);
    if (found.size < MAX_FOUND && !found.has(mark))
      found.set(mark, { detector, place: `${place}${lineOf(index)}`, fingerprint: mark });
  };
  const lower = text.toLowerCase();
  for (const detector of detectors) if (detector.hints.some((hint) => lower.includes(hint))) searchBy(detector, text, add);
  if (lower.includes('://')) searchAddresses(text, add);
  if (found.size > 0) return [...found.values()]; // what has a form of its own is not reported again for its name
  const secrecy = secrecyOf(place.slice(place.indexOf('.') + 1).replace(/^.*\//, ''));
  if (secrecy !== undefined && (isSecretValue(text, secrecy) || isWeakPassword(text, secrecy)))
    add(`named-${secrecy}`, text.trim(), 0);
  else searchAssignments(text, lower, add);
  return [...found.values()];
}

type Add = (detector: string, secret: string, index: number) => void;

function searchBy({ name, pattern, accepts }: Detector, text: string, add: Add): void {
  for (const match of text.matchAll(pattern)) {
    const secret = match.groups?.value ?? match[0];
    if (accepts === undefined || accepts(secret)) add(name, secret, match.index);
  }
}

// RFC 3986, userinfo: `scheme://user:password@host`. The user may be absent (Redis).
const ADDRESS = /:\/\/(?<user>[^\s/?#:@"'<>]{0,100}):(?<password>[^\s/?#@"'<>]{1,300})@[A-Za-z0-9[]/g;

function searchAddresses(text: string, add: Add): void {
  for (const { groups, index } of text.matchAll(ADDRESS)) {
    const password = groups?.password ?? '';
    if (isSecretValue(password, 'password')) add('url-with-password', password, index);
  }
}

const KEYWORDS = ['passw', 'passphrase', 'pwd', 'secret', 'token', 'key', 'credential'];
// A name, then `:` or `=`, then a value without spaces: properties, YAML, JSON, flags, environment files, and queries of addresses: what is
// assigned to another name ends where such a query goes on (`jdbc:postgresql://db/shop?user=shop&password=…`).
const ASSIGNMENT =
  /(?<![\w.-])["']?-{0,2}(?<name>[A-Za-z][\w.-]{1,80})["']?[ \t]{0,4}[:=][ \t]{0,4}(?<quote>["']?)(?<value>[^\s"',;}\])?&]{4,400})/g;

/** Assignments inside of a text. What is no plain text there (code, templates, prose) mostly has no value that can be a secret. */
function searchAssignments(text: string, lower: string, add: Add): void {
  if (!KEYWORDS.some((keyword) => lower.includes(keyword))) return;
  for (const match of text.matchAll(ASSIGNMENT)) {
    const { name = '', value = '' } = match.groups ?? {};
    const secrecy = secrecyOf(name);
    if (secrecy === undefined || !isSecretValue(value, secrecy)) continue;
    // Inside of texts a password of letters only is as likely a word of prose or of code; not in a query, or with more behind it.
    const next = text.charAt(match.index + match[0].length);
    if (/[\d\W_]/.test(value) || next === '&' || next === '?') add(`named-${secrecy}`, value, match.index);
  }
}

/** `:12` for what stands in line 12 of several; nothing where there is one line only. */
function lineCounter(text: string): (index: number) => string {
  if (!text.includes('\n')) return () => '';
  let at = 0;
  let line = 1;
  return (index) => {
    if (index < at) {
      at = 0;
      line = 1;
    }
    for (; at < index; at++) if (text.charCodeAt(at) === 10) line++;
    return `:${line}`;
  };
}
