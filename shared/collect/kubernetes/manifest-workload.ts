import * as v from 'valibot';
import { controllerResources } from '../../facts/controllers.ts';
import type { Stored } from '../../facts/index.ts';
import type { PodSpecs } from './pod-specs.ts';
import { Malformed, maybe, parsed, text, textRecord } from './raw.ts';

/** An object as a manifest has it, and where it stands. */
interface Manifest {
  readonly file: string;
  readonly line: number;
  readonly apiVersion: string;
  readonly kind: string;
  readonly object: Readonly<Record<string, unknown>>;
}

const longest = 253;
const label = v.pipe(text, v.minLength(1), v.maxLength(longest));
const metadataSchema = v.object({
  name: maybe(v.pipe(text, v.maxLength(longest))),
  generateName: maybe(v.pipe(text, v.maxLength(longest))),
  namespace: maybe(v.pipe(text, v.maxLength(longest))),
  labels: textRecord,
  annotations: textRecord,
});
const templateSchema = v.object({
  metadata: v.nullish(v.object({ labels: textRecord, annotations: textRecord }), {}),
  spec: v.unknown(),
});
const heldSchema = v.object({ spec: v.object({ template: v.unknown() }) });
const cronJobSchema = v.object({ spec: v.object({ jobTemplate: heldSchema }) });
const podTemplateSchema = v.object({ template: v.unknown() });

/** Where and under what name an object would be; without a namespace `default`, where kubectl puts it unless it is told another. */
function nameOf({ object }: Manifest): { readonly namespace: string; readonly name: string } {
  const { name, generateName, namespace } = parsed(metadataSchema, object.metadata, 'metadata');
  const called = parsed(label, name || generateName, 'metadata.name');
  if (called.includes('{{'))
    throw new Malformed('a template of Helm that was not rendered: helm template CHART | postern manifests -');
  return { namespace: namespace || 'default', name: called };
}

/** How reports name an object; by its kind alone, where it has no name. */
export function manifestId(manifest: Manifest): string {
  const named = attempt(() => nameOf(manifest));
  return named === undefined
    ? manifest.kind.slice(0, longest)
    : `${manifest.kind.slice(0, longest)}/${named.namespace}/${named.name}`;
}

const kinds: ReadonlySet<string> = new Set(controllerResources.map(({ kind }) => kind));
/** API groups of Kubernetes' own workloads; `extensions` was one until 1.16. */
const groups: ReadonlySet<string> = new Set(['', 'apps', 'batch', 'extensions']);

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '');

/** Whether an object of Kubernetes' own makes pods. */
const isOwn = ({ apiVersion, kind }: Manifest): boolean =>
  groups.has(groupOf(apiVersion)) && (kinds.has(kind) || kind === 'Pod' || kind === 'PodTemplate');

/**
 * A workload of a manifest: a pod, a controller of Kubernetes, or an object of another kind whose `spec.template` is that of pods (an Argo
 * Rollout, a Knative Service). @returns undefined for an object that makes no pods
 * @throws Malformed where an API server would not take its specification
 */
export function manifestWorkload(
  manifest: Manifest,
  { specs, platform }: { readonly specs: PodSpecs; readonly platform: ReadonlySet<string> },
): Stored<'workloads'> | undefined {
  const own = isOwn(manifest);
  const template = own ? templateOf(manifest) : customTemplate(manifest);
  if (template === undefined) return undefined;
  const made = own ? specOf(template, manifest, specs) : attempt(() => specOf(template, manifest, specs));
  if (made === undefined) return undefined;
  const { file, line, apiVersion, kind } = manifest;
  const { namespace, name } = nameOf(manifest);
  const isPod = kind === 'Pod' && own;
  return {
    apiVersion: apiVersion.slice(0, longest),
    kind: kind.slice(0, longest),
    namespace,
    name,
    platform: platform.has(namespace),
    pods: isPod ? 1 : 0,
    specs: [{ of: isPod ? { pods: [name], count: 1 } : 'template', ...made }],
    file,
    line,
  };
}

/** The template, or the pod itself, of an object of Kubernetes' own. @throws Malformed */
function templateOf({ kind, object }: Manifest): unknown {
  switch (kind) {
    case 'Pod':
      return object;
    case 'PodTemplate':
      return parsed(podTemplateSchema, object).template;
    case 'CronJob':
      return parsed(cronJobSchema, object).spec.jobTemplate.spec.template;
    default:
      return parsed(heldSchema, object).spec.template;
  }
}

/** What looks like a template of pods: it has containers. */
const templateOfPods = v.object({
  spec: v.object({ template: v.object({ spec: v.object({ containers: v.pipe(v.array(v.unknown()), v.minLength(1)) }) }) }),
});

const customTemplate = ({ object }: Manifest): unknown =>
  v.is(templateOfPods, object) ? (object.spec as { readonly template: unknown }).template : undefined;

function specOf(template: unknown, { object, kind }: Manifest, specs: PodSpecs) {
  const { metadata, spec } = parsed(templateSchema, template, kind === 'Pod' ? '' : 'spec.template');
  const { annotations } = parsed(metadataSchema, object.metadata, 'metadata');
  const own = kind === 'Pod' ? {} : (annotations ?? {});
  return { labels: metadata.labels ?? {}, spec: specs.ofTemplate(spec, metadata.annotations ?? {}, own) };
}

/** What is made, or undefined where the object is not in form: of somebody else's kind, it is no template of pods then. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}
