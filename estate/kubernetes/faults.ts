import type { Asked } from './request.ts';

/** Faults of the connection: they happen before anything is asked. */
const CONNECTION_FAULT_KINDS = [
  'wrong-authority', // a certificate of an impostor: same names, another key
  'expired-certificate',
  'wrong-host', // a certificate for another host
  'no-handshake', // the connection opens, and nothing more
  'plain-http', // an answer without TLS
] as const;

/** Faults of one request. */
const REQUEST_FAULT_KINDS = [
  'unauthorized', // 401
  'forbidden', // 403
  'not-found', // 404
  'expired', // 410: the continue token is too old
  'throttled', // 429 with Retry-After
  'server-error', // 500
  'unavailable', // 503
  'redirect', // 302 to the instance metadata service
  'echo', // 403 that repeats the Authorization header in its message and headers
  'cut-body', // the connection ends in the middle of the body
  'endless-body',
  'compression-bomb', // a gzip body, whatever was accepted
  'slow', // the answer comes after `delay`
  'trickle', // the body comes a few bytes at a time, each after `delay`
  'silent', // no answer ever
  'reset', // the connection ends before the answer
  'malformed-json',
  'not-json', // a page of HTML, with status 200
  'deep-nesting',
  'polluting-keys', // __proto__ and constructor as members
  'no-items', // an object that is not a list
  'huge-headers',
  'repeated-continue', // a list that never ends: the same token on each page
] as const;

/** Every way in which a cluster of the estate can be told to misbehave. */
export const FAULT_KINDS = [...CONNECTION_FAULT_KINDS, ...REQUEST_FAULT_KINDS] as const;

export type ConnectionFaultKind = (typeof CONNECTION_FAULT_KINDS)[number];
export type RequestFaultKind = (typeof REQUEST_FAULT_KINDS)[number];
export type FaultKind = (typeof FAULT_KINDS)[number];

/** What goes wrong, and where: each selector that is given must match; without any, it concerns every request of every cluster. */
export interface FaultRule {
  readonly kind: FaultKind;
  /** ARN of the cluster. */
  readonly cluster?: string;
  /** API group; the core group is the empty string. */
  readonly group?: string;
  /** Plural, such as `pods`. */
  readonly resource?: string;
  readonly namespace?: string;
  /** `get`, `list`, `create` … */
  readonly verb?: string;
  /** A path that is not of a resource, such as `/version`. */
  readonly path?: string;
  /** Only the nth match (1 is the first), counted from when the rule was added; else every one. */
  readonly nth?: number;
  /** Seconds of Retry-After, for `throttled`; 1 by default. */
  readonly retryAfter?: number;
  /** Milliseconds, for `slow` and `trickle`; 50 by default. */
  readonly delay?: number;
}

export interface Faults {
  /** Throws where a fault of the connection selects by request. It concerns connections opened after it was added. */
  add(rule: FaultRule): void;
  clear(): void;
}

/** The server's side: which rule concerns what happens now. The first that matches wins; each match is counted. */
export interface FaultPlan extends Faults {
  ofConnection(cluster: string): ConnectionFaultKind | undefined;
  ofRequest(cluster: string, asked: Asked): (FaultRule & { readonly kind: RequestFaultKind }) | undefined;
}

const isConnectionFault = (kind: FaultKind): kind is ConnectionFaultKind =>
  (CONNECTION_FAULT_KINDS as readonly string[]).includes(kind);

/** A plan without faults. */
export function faultPlan(): FaultPlan {
  const rules: { readonly rule: FaultRule; seen: number }[] = [];
  const take = (matches: (rule: FaultRule) => boolean): FaultRule | undefined => {
    for (const entry of rules) {
      if (!matches(entry.rule)) continue;
      entry.seen += 1;
      if (entry.rule.nth === undefined || entry.rule.nth === entry.seen) return entry.rule;
    }
    return undefined;
  };
  const concerns = (rule: FaultRule, cluster: string) => rule.cluster === undefined || rule.cluster === cluster;
  return {
    add(rule) {
      const { group, resource, namespace, verb, path } = rule;
      const byRequest = [group, resource, namespace, verb, path].some((selector) => selector !== undefined);
      if (isConnectionFault(rule.kind) && byRequest)
        throw new Error(`${rule.kind}: happens before the request is known; select by cluster only`);
      rules.push({ rule, seen: 0 });
    },
    clear: () => rules.splice(0),
    ofConnection(cluster) {
      const kind = take((rule) => isConnectionFault(rule.kind) && concerns(rule, cluster))?.kind;
      return kind !== undefined && isConnectionFault(kind) ? kind : undefined;
    },
    ofRequest(cluster, asked) {
      const rule = take((each) => !isConnectionFault(each.kind) && concerns(each, cluster) && selects(each, asked));
      return rule && !isConnectionFault(rule.kind) ? { ...rule, kind: rule.kind } : undefined;
    },
  };
}

function selects({ group, resource, namespace, verb, path }: FaultRule, asked: Asked): boolean {
  if (verb !== undefined && verb !== asked.verb) return false;
  if (asked.kind === 'path')
    return [group, resource, namespace].every((each) => each === undefined) && (path === undefined || path === asked.path);
  return (
    path === undefined &&
    (group === undefined || group === asked.group) &&
    (resource === undefined || resource === asked.resource) &&
    (namespace === undefined || namespace === asked.namespace)
  );
}
