import type { Missing, Unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation } from './derive.ts';
import { idOf, type Top, tops } from './workload/owners.ts';
import { specKeys } from './workload/same.ts';
import { doubts, gone, unlisted } from './workload/unlisted.ts';

type Workload = Stored<'workloads'>;
type Spec = Workload['specs'][number];
type Controller = Stored<'controllers'>;

/** A workload with more different pods than this is not judged: nobody's template makes them. */
const mostSpecs = 1_000;
const named = 3;

/**
 * Every controller at the top of a chain with its template, and with the specifications of its pods that differ from it. Without the pods
 * nothing is known whole: one of them can have what its template does not. A kind that could not be listed takes those of its objects with
 * it, and what only a pod names.
 */
export const workloads = derivation('workloads', ({ controllers, pods, settings }): Fact<'workloads'> => {
  if (!controllers.known) return controllers;
  if (!pods.known) return pods;
  if (!settings.known) return settings;
  const platform = new Set(settings.value.platformNamespaces);
  const topOf = tops(controllers.items);
  const drafts = new Map<string, Draft>();
  const keyOf = specKeys();
  const draftOf = (top: Top): Draft => {
    const id = idOf(top);
    const draft = drafts.get(id) ?? { top, pods: 0, specs: new Map() };
    drafts.set(id, draft);
    return draft;
  };
  for (const controller of controllers.items) addTemplate(draftOf(topOf(controller)), controller, keyOf);
  for (const pod of pods.items) if (!gone(pod)) addPod(draftOf(topOf(pod)), pod, keyOf);
  const missing = new Map<string, Missing>([...controllers.missing, ...pods.missing].map((one) => [one.id, one]));
  const doubtOf = doubts(controllers.missing, pods.missing);
  const items: Workload[] = [];
  for (const [id, draft] of drafts) {
    if (missing.has(id)) continue;
    const reason = unlisted(draft.top, draft.listed, controllers.missing) ?? untold(draft) ?? tooMany(draft);
    if (draft.specs.size === 0 && reason === undefined) continue;
    if (reason === undefined) items.push(finished(draft, platform.has(draft.top.namespace), doubtOf(draft.top)));
    else missing.set(id, { ...reason, id });
  }
  return { known: true, items, missing: [...missing.values()] };
});

interface Draft {
  readonly top: Top;
  /** Whether the top itself was listed, and not only named by what is below. */
  listed?: true;
  /** A controller that is to have pods, and whose template is its owner's. */
  below?: string;
  pods: number;
  readonly specs: Map<
    string,
    { readonly spec: Pick<Spec, 'labels' | 'spec'>; template: boolean; names: string[]; count: number }
  >;
}

/** A controller below another is that one's template only where it is to have pods: of ten former revisions nothing runs. */
function addTemplate(draft: Draft, controller: Controller, keyOf: (spec: Spec['spec']) => string): void {
  const self = idOf(controller) === idOf(draft.top);
  if (self) draft.listed = true;
  const { template, replicas } = controller;
  if (template === undefined && replicas !== 0) draft.below ??= idOf(controller);
  if (template === undefined || (!self && replicas === 0)) return;
  const key = keyOf(template.spec);
  if (!draft.specs.has(key)) draft.specs.set(key, { spec: template, template: true, names: [], count: 0 });
}

function addPod(draft: Draft, pod: Stored<'pods'>, keyOf: (spec: Spec['spec']) => string): void {
  draft.pods++;
  if (draft.top.kind === 'Pod') draft.listed = true;
  const key = keyOf(pod.spec);
  let there = draft.specs.get(key);
  if (there === undefined) {
    there = { spec: { labels: pod.labels, spec: pod.spec }, template: false, names: [], count: 0 };
    draft.specs.set(key, there);
  }
  there.count++;
  if (there.names.length < named) there.names.push(pod.name);
}

/** What names an owner that is not there may yet make pods, and nobody has their template. */
function untold({ below, specs, top }: Draft): Omit<Missing, 'id'> | undefined {
  if (below === undefined || specs.size > 0) return undefined;
  return {
    why: `${below} says that ${idOf(top)} owns it, which is not there: its template was not read`,
    action: 'delete one, or mend its owner reference',
  };
}

function tooMany({ specs }: Draft): Omit<Missing, 'id'> | undefined {
  if (specs.size <= mostSpecs) return undefined;
  return { why: `its pods have more than ${mostSpecs} different specifications` };
}

function finished({ top, pods, specs }: Draft, platform: boolean, doubt: Unknown | undefined): Workload {
  const { apiVersion, kind, namespace, name } = top;
  const all = [...specs.values()].sort((a, b) => Number(b.template) - Number(a.template));
  return {
    apiVersion,
    kind,
    namespace,
    name,
    platform,
    pods,
    ...(doubt === undefined ? {} : { whole: doubt }),
    specs: all.map(({ spec, template, names, count }) => ({
      of: template ? ('template' as const) : { pods: names, count },
      labels: spec.labels,
      spec: spec.spec,
    })),
  };
}
