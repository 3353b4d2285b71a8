import * as v from 'valibot';
import { controllerResources } from '../../facts/controllers.ts';
import type { Stored } from '../../facts/index.ts';
import { LONGEST_NAME, type Manifest, manifestMetadata } from './manifest.ts';
import { holdsContainers, templatesIn } from './manifest-templates.ts';
import type { PodSpecs } from './pod-specs.ts';
import { Malformed, parsed, textRecord } from './raw.ts';

const templateSchema = v.object({
  metadata: v.nullish(v.object({ labels: textRecord, annotations: textRecord }), {}),
  spec: v.unknown(),
});
const heldSchema = v.object({ spec: v.object({ template: v.unknown() }) });
const cronJobSchema = v.object({ spec: v.object({ jobTemplate: heldSchema }) });
const podTemplateSchema = v.object({ template: v.unknown() });

const kinds: ReadonlySet<string> = new Set(controllerResources.map(({ kind }) => kind));
/** API groups of Kubernetes' own workloads; `extensions` was one until 1.16. */
const groups: ReadonlySet<string> = new Set(['', 'apps', 'batch', 'extensions']);

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '');

/** Whether an object of Kubernetes' own makes pods. */
const isOwn = ({ apiVersion, kind }: Manifest): boolean =>
  groups.has(groupOf(apiVersion)) && (kinds.has(kind) || kind === 'Pod' || kind === 'PodTemplate');

/** A workload with more templates than this is not judged: nobody's controller has them. */
const mostTemplates = 1_000;

/**
 * A workload of a manifest: a pod, a controller of Kubernetes, or an object of another kind that has templates of pods (an Argo Rollout, a
 * Knative Service, a RayCluster). @returns undefined for an object that makes no pods
 * @throws Malformed where an API server would not take its specification, or where containers stand in no template
 */
export function manifestWorkload(
  manifest: Manifest,
  { specs, platform }: { readonly specs: PodSpecs; readonly platform: ReadonlySet<string> },
): Stored<'workloads'> | undefined {
  const own = isOwn(manifest);
  const templates = own ? [templateOf(manifest)] : templatesIn(manifest.object, groupOf(manifest.apiVersion));
  if (templates.length === 0) {
    if (holdsContainers(manifest.object, groupOf(manifest.apiVersion)))
      throw new Malformed('its containers stand in no template of a pod, and are not judged');
    return undefined;
  }
  if (templates.length > mostTemplates) throw new Malformed(`more than ${mostTemplates} templates of pods`);
  const made = templates.map((template) => specOf(template, manifest, specs));
  const { file, line, apiVersion, kind } = manifest;
  const { namespace, name } = manifestMetadata(manifest);
  const isPod = kind === 'Pod' && own;
  return {
    apiVersion: apiVersion.slice(0, LONGEST_NAME),
    kind: kind.slice(0, LONGEST_NAME),
    namespace,
    name,
    platform: platform.has(namespace),
    pods: isPod ? 1 : 0,
    specs: made.map((one) => ({ of: isPod ? { pods: [name], count: 1 } : 'template', ...one })),
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

function specOf(template: unknown, manifest: Manifest, specs: PodSpecs) {
  const isPod = manifest.kind === 'Pod';
  const { metadata, spec } = parsed(templateSchema, template, isPod ? '' : 'spec.template');
  const holder = isPod ? {} : manifestMetadata(manifest).annotations;
  return { labels: metadata.labels ?? {}, spec: specs.ofTemplate(spec, metadata.annotations ?? {}, holder) };
}
