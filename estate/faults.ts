import type { Calls } from './counts.ts';

/** Everything that can go wrong with a call. A property test can take every operation times every kind. */
export const faultKinds = [
  /** Refused for want of a policy, with the service's own code, status and words. */
  'deny',
  /** Refused by an explicit deny in a service control policy. */
  'deny-by-policy',
  /** Too many requests, as the service says it. */
  'throttle',
  /** The session's token has expired. */
  'expired-token',
  /** The Region is not enabled for the account: its credentials are not recognised there. */
  'not-enabled',
  /** What was asked for was deleted since it was listed. */
  'gone',
  /** The service's own failure, status 500. */
  'server-error',
  /** No answer, until the server closes. */
  'timeout',
  /** The connection is reset instead of an answer. */
  'reset',
  /** Half of the bytes that the answer's head promised, then the connection ends. */
  'truncated',
  /** Half of the answer, with a head that promises no more: as a broken proxy would. */
  'half-document',
  /** A page with half of its items, and a token that is refused when it is used. Only operations with pages have it. */
  'list-cut-short',
  /** A page of HTML, status 200. */
  'html',
  /** Bytes that are no document at all. */
  'rubbish',
  /** Nothing, status 200. */
  'empty',
  /** The right answer, late. */
  'slow',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What is to go wrong, for the calls that match all that is given. */
export interface Fault extends Partial<Calls> {
  readonly kind: FaultKind;
  /** Only this one of the matching calls, counted from 1. */
  readonly nth?: number;
  /** Only the matching calls after this many. */
  readonly after?: number;
  /** Of `slow`: milliseconds; 100 unless given. */
  readonly delay?: number;
}

export interface Faults {
  /** From now on; returns what takes this fault away again. */
  add(fault: Fault): () => void;
  clear(): void;
}

export interface FaultList extends Faults {
  /** The fault that strikes this call, if any: the first added of those that match. Counts the call for `nth` and `after`. */
  strike(call: Calls): Fault | undefined;
}

export function faultList(): FaultList {
  let entries: { readonly fault: Fault; seen: number }[] = [];
  return {
    add: (fault) => {
      const entry = { fault, seen: 0 };
      entries.push(entry);
      return () => {
        entries = entries.filter((e) => e !== entry);
      };
    },
    clear: () => {
      entries = [];
    },
    strike: (call) => {
      let struck: Fault | undefined;
      for (const entry of entries) {
        if (!matches(entry.fault, call)) continue;
        entry.seen++;
        if (!struck && isDue(entry.fault, entry.seen)) struck = entry.fault;
      }
      return struck;
    },
  };
}

const matches = (fault: Fault, call: Calls): boolean =>
  (['account', 'region', 'service', 'operation'] as const).every(
    (name) => fault[name] === undefined || fault[name] === call[name],
  );

const isDue = ({ nth, after }: Fault, seen: number): boolean =>
  (nth === undefined || seen === nth) && (after === undefined || seen > after);
