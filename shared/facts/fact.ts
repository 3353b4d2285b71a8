import * as v from 'valibot';

/** Where a fact, a check or a target lives. `run` facts (settings, clock) are the same for every target. */
export type Scope = 'account' | 'region' | 'cluster';

/** What could not be read: `why` is for people ("AccessDenied: ec2:DescribeNetworkAcls"), `action` is what to grant or do. */
export interface Unknown {
  readonly known: false;
  readonly why: string;
  readonly action?: string;
}

/** One item of a list that could not be read, by the id under which the list named it. */
export interface Missing {
  readonly id: string;
  readonly why: string;
  readonly action?: string;
}

/** A fact that is one value, as it is collected, stored and derived. */
export type OneFact<T> = Unknown | { readonly known: true; readonly value: T };

/** A fact that is a list whose items are each read by their own call, as it is collected, stored and derived. */
export type ManyFact<T> =
  | Unknown
  | { readonly known: true; readonly items: readonly T[]; readonly missing: readonly Missing[] };

/** One Kubernetes resource that a fact reads, as a ClusterRole rule names it. The core group is ''. */
export interface KubernetesRead {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly ('get' | 'list')[];
}

/** What a collected fact reads: IAM actions, and rules of a ClusterRole. */
export interface Reads {
  readonly aws?: readonly string[];
  readonly kubernetes?: readonly KubernetesRead[];
  /**
   * Requests that Kubernetes allows every authenticated user (`get /version`: system:public-info-viewer; `create
   * selfsubjectaccessreviews.authorization.k8s.io`: system:basic-user). They are sent, and our role need not grant them.
   */
  readonly kubernetesByDefault?: readonly string[];
  /** Only where it was asked for: without that it is not read, and no role of ours grants it. */
  readonly onRequest?: 'secrets';
}

/**
 * Where a fact comes from: collected (`reads`, perhaps `after` other facts), derived (`from`, some of them as `bounds`), given by the run, or
 * taken by probing, and only where that was asked for.
 */
export type Origin =
  | { readonly reads: Reads; readonly after?: readonly string[] }
  | { readonly from: readonly string[]; readonly bounds?: readonly string[] }
  | { readonly given: true }
  | { readonly probed: true };

const unknownSchema = v.object({ known: v.literal(false), why: v.string(), action: v.exactOptional(v.string()) });
const missingSchema = v.array(v.object({ id: v.string(), why: v.string(), action: v.exactOptional(v.string()) }));

/**
 * A member of a fact that may be unknown on its own: an answer that lacks it, or garbles it, hides this member and not the whole item.
 * A check reads it as a plain value; reading it where it is unknown ends the judgement, and the engine says `unknown` with its reason.
 */
export const member = <const S extends v.GenericSchema>(schema: S) => v.union([unknownSchema, schema]);

/** Makes the value of an unknown member or fact. */
export const unknown = (why: string, action?: string): Unknown =>
  action === undefined ? { known: false, why } : { known: false, why, action };

export const isUnknown = (value: unknown): value is Unknown =>
  typeof value === 'object' && value !== null && 'known' in value && value.known === false && 'why' in value;

/** Declares a fact that is one value. */
export const one = <const S extends v.GenericSchema, const O extends Origin>(
  definition: { readonly scope: Scope | 'run'; readonly schema: S } & O,
) => ({
  shape: 'one' as const,
  stored: v.union([unknownSchema, v.object({ known: v.literal(true), value: definition.schema })]),
  ...definition,
});

/**
 * Declares a fact that is a list. `item` is the type of resource that an item is, in reports; `id` takes the identity off an item (and
 * must read nothing that can be unknown), with a `type` where items are of several; `none` is what an empty list means, said where a check
 * of each item has none to judge.
 */
export const many = <const S extends v.GenericSchema, const O extends Origin>(
  definition: {
    readonly scope: Scope;
    readonly schema: S;
    readonly item: string;
    readonly none: string;
    readonly id: (item: v.InferOutput<S>) => { readonly id: string; readonly name?: string; readonly type?: string };
  } & O,
) => ({
  shape: 'many' as const,
  stored: v.union([
    unknownSchema,
    v.object({ known: v.literal(true), items: v.array(definition.schema), missing: missingSchema }),
  ]),
  ...definition,
});

/** Tags of a resource: an AWS tag list as a record. Keys are an attacker's: look up with Object.hasOwn or `tag`. */
export const tagsSchema = v.record(v.string(), v.string());
export const tag = (tags: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(tags, key) ? tags[key] : undefined;
