import { createHash } from 'node:crypto';

/** An account in a Region: where something of the demo estate stands. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** Hex digits that are the same for the same words: ids look like AWS's, and no run differs from another. */
export const hex = (words: string, digits: number): string => createHash('sha256').update(words).digest('hex').slice(0, digits);

/** A long id of EC2: `idOf('vpc', 'payments')` → `vpc-0` and sixteen hex digits. */
export const idOf = (kind: string, ...words: readonly string[]): string => `${kind}-0${hex([kind, ...words].join(' '), 16)}`;

export function uuidOf(...words: readonly string[]): string {
  const digits = hex(words.join(' '), 32);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}

export const macOf = (words: string): string => `0a:${(hex(words, 10).match(/../g) ?? []).join(':')}`;

export const arnOf = (service: string, { account, region }: Place, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;

export const roleArn = ({ account }: Place, name: string): string => `arn:aws:iam::${account}:role/${name}`;

/** Tags as EC2 and ELB list them. */
export const tagList = (tags: Readonly<Record<string, string>>): { readonly Key: string; readonly Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
