import type { Level } from './control.ts';

/** A version of the standards: of a minor version of Kubernetes, or the newest one that the judge knows. */
export type PolicyVersion = 'latest' | `1.${number}`;

export interface Policy {
  readonly level: Level;
  readonly version: PolicyVersion;
}

/** A level, if the text is one. */
export const levelOf = (text: string): Level | undefined =>
  text === 'privileged' || text === 'baseline' || text === 'restricted' ? text : undefined;

/** A version as labels have it (`latest`, `v1.N`), if the text is one; N is a 64-bit integer without leading zeros. */
export function versionOf(text: string): PolicyVersion | undefined {
  if (text === 'latest') return 'latest';
  const minor = /^v1\.(0|[1-9][0-9]{0,18})$/.exec(text)?.[1];
  if (minor === undefined || BigInt(minor) > 9_223_372_036_854_775_807n) return undefined;
  return `1.${Number(minor)}`;
}

/** The minor version of a policy version; infinity for the latest. */
export const minorOf = (version: PolicyVersion): number =>
  version === 'latest' ? Number.POSITIVE_INFINITY : Number(version.slice(2));
