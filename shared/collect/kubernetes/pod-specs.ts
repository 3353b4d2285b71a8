import { createHash } from 'node:crypto';
import type { PodSpec } from '../../facts/pod-spec.ts';
import { credentialsIn, type Fingerprint } from './credentials.ts';
import { type PodSpecContext, podSpecOf } from './pod-spec.ts';
import { Malformed } from './raw.ts';

type Annotations = Readonly<Record<string, string>>;

/** Makes specifications of one cluster; equal ones are one object, made once: a thousand pods of a Deployment cost what one does. */
export interface PodSpecs {
  /** A pod's own, and the node that it is bound to, which is kept apart: it tells pods of one template from each other. */
  readonly ofPod: (raw: unknown, annotations: Annotations) => { readonly spec: PodSpec; readonly node?: string };
  /** A template's; credentials in annotations of the object that holds it (`kubectl apply` keeps its former self there) count as the template's. */
  readonly ofTemplate: (raw: unknown, annotations: Annotations, holder: Annotations) => PodSpec;
}

/** What the API server mounts into a pod for its service account's token is named anew for each pod. */
const TOKEN_VOLUME = /"kube-api-access-[a-z0-9]{5}"/g;
/** More different specifications than this are made, but not remembered. */
const MAX_REMEMBERED = 20_000;

export function podSpecs(fingerprint: Fingerprint): PodSpecs {
  const made = new Map<string, PodSpec>();
  const context = (annotations: Annotations): PodSpecContext => ({
    annotations,
    credentialsIn: (place, value) => credentialsIn(place, value, fingerprint),
  });
  const bare = (raw: unknown): PodSpec => {
    const text = withoutOwnNames(JSON.stringify(raw));
    const key = createHash('sha256').update(text).digest('base64');
    const there = made.get(key);
    if (there !== undefined) return there;
    const spec = podSpecOf(JSON.parse(text), context({}));
    if (made.size < MAX_REMEMBERED) made.set(key, spec);
    return spec;
  };
  /** Annotations differ from pod to pod (addresses, times) where the specification does not, and mostly nothing of them is kept. */
  const annotated = (spec: PodSpec, own: Annotations, holder: Annotations = {}): PodSpec => {
    const [read, above] = [own, holder].map((annotations) =>
      Object.keys(annotations).length > 0 ? podSpecOf({}, context(annotations)) : undefined,
    );
    const credentials = [...(read?.credentials ?? []), ...(above?.credentials ?? [])];
    // Those that stand for fields mean something on pods only.
    const annotations = read?.annotations ?? {};
    return credentials.length === 0 && Object.keys(annotations).length === 0 ? spec : { ...spec, annotations, credentials };
  };
  return {
    ofPod: (raw, annotations) => {
      const { nodeName, ...rest } = object(raw);
      const spec = annotated(bare({ ...rest, hostname: undefined }), annotations);
      return typeof nodeName === 'string' && nodeName !== '' ? { spec, node: nodeName } : { spec };
    },
    ofTemplate: (raw, annotations, holder) => annotated(bare(object(raw)), annotations, holder),
  };
}

function object(raw: unknown): Readonly<Record<string, unknown>> {
  if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) return raw as Readonly<Record<string, unknown>>;
  throw new Malformed('malformed spec');
}

/** Only where there is one such name: two of them must not become the same volume. */
function withoutOwnNames(text: string): string {
  const names = new Set(text.match(TOKEN_VOLUME));
  return names.size === 1 && !text.includes('"kube-api-access"') ? text.replaceAll(TOKEN_VOLUME, '"kube-api-access"') : text;
}
