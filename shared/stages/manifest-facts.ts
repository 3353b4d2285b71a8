import * as v from 'valibot';
import { gather } from '../collect/items.ts';
import { manifestId } from '../collect/kubernetes/manifest.ts';
import { manifestConfigMap, manifestService } from '../collect/kubernetes/manifest-items.ts';
import { manifestWorkload } from '../collect/kubernetes/manifest-workload.ts';
import { type PodSpecs, podSpecs } from '../collect/kubernetes/pod-specs.ts';
import { Malformed, parsed, text, textRecord } from '../collect/kubernetes/raw.ts';
import type { Resource } from '../engine/verdict.ts';
import { type Missing, unknown } from '../facts/fact.ts';
import type { FactsOfTarget, Stored } from '../facts/index.ts';
import { bounds } from '../manifests/bounds.ts';
import type { FileText } from '../manifests/files.ts';
import { type ManifestObject, objectsIn } from '../manifests/objects.ts';
import type { Problem } from '../manifests/parse.ts';

/** What was in manifests: facts, and what is told of the reading. */
export interface ManifestFacts {
  readonly facts: Pick<FactsOfTarget, 'workloads' | 'configMaps' | 'services' | 'namespaces'>;
  /** What an item that is missing is, by its id. */
  readonly places: ReadonlyMap<string, Resource>;
  readonly files: number;
  readonly objects: number;
  readonly problems: readonly Problem[];
  /** Documents that are no object of Kubernetes: the first of them, and how many there are. */
  readonly skipped: { readonly count: number; readonly first: readonly string[] };
}

/** How many of what is passed over are named. */
const mostSkipped = 5;

export interface ManifestOptions {
  readonly settings: Stored<'settings'>;
  /** Tells equal credentials by (collect/kubernetes/credentials.ts). */
  readonly fingerprint: (value: string) => string;
  /** Objects that are judged at most, where that is not the ordinary bound. */
  readonly most?: number;
}

/** Reads manifests into the facts that checks of workloads are judged by; one file's text at a time is held. */
export async function manifestFacts(files: AsyncIterable<FileText>, options: ManifestOptions): Promise<ManifestFacts> {
  const reading = new Reading(options);
  const budget = { values: bounds.values };
  for await (const one of files) {
    reading.files += 1;
    if ('problem' in one) reading.problem(one.problem);
    else
      for (const entry of objectsIn(one.text, one.file, budget)) {
        if ('problem' in entry) reading.problem(entry.problem);
        else if ('skipped' in entry) reading.skip(entry.skipped);
        else reading.object(entry.object);
      }
  }
  return reading.done();
}

class Reading {
  files = 0;
  readonly #options: ManifestOptions;
  readonly #specs: PodSpecs;
  readonly #platform: ReadonlySet<string>;
  readonly #workloads: List<Stored<'workloads'>> = { items: [], missing: [] };
  readonly #configMaps: List<Stored<'configMaps'>> = { items: [], missing: [] };
  readonly #services: List<Stored<'services'>> = { items: [], missing: [] };
  readonly #namespaces = gather('namespaces');
  readonly #places = new Map<string, Resource>();
  readonly #problems: Problem[] = [];
  readonly #names = new Map<string, number>();
  readonly #skipped: string[] = [];
  #skippedCount = 0;
  #objects = 0;
  #judged = 0;
  #unread = 0;

  constructor(options: ManifestOptions) {
    this.#options = options;
    this.#specs = podSpecs(options.fingerprint);
    this.#platform = new Set(options.settings.platformNamespaces);
  }

  skip(place: { readonly file: string; readonly line: number }): void {
    if (kustomization.test(place.file)) {
      this.#kustomization(place);
      return;
    }
    this.#skippedCount += 1;
    if (this.#skipped.length < mostSkipped) this.#skipped.push(`${place.file}:${place.line}`);
  }

  /** It says how others are put together: what comes of them stands in no file. */
  #kustomization({ file, line }: { readonly file: string; readonly line: number }): void {
    const why = `${file}:${line}: a Kustomization, and what it makes is in no file`;
    this.problem({ file, line, why, action: 'render it: kubectl kustomize FOLDER | postern manifests -' });
  }

  /** What could not be read might have been anything, and is a verdict of every check: of very many the first are told one by one. */
  problem(problem: Problem): void {
    this.#unread += 1;
    if (this.#unread <= bounds.unread) this.#miss(problem);
    if (this.#unread !== bounds.unread + 1) return;
    const { file, line = 1 } = problem;
    const why = `${file}:${line}: more than ${bounds.unread} documents or files cannot be read; those that follow are not told apart`;
    this.#miss({ file, line, why, action: 'mend those before it, or name fewer files' });
  }

  #miss(problem: Problem): void {
    const { file, line, column, why, action } = problem;
    const id = [file, line, column].filter((part) => part !== undefined).join(':');
    const missing = { id, why, ...(action === undefined ? {} : { action }) };
    for (const list of [this.#workloads, this.#configMaps, this.#services]) list.missing.push(missing);
    this.#places.set(id, { type: 'document', id, file, ...(line === undefined ? {} : { line }) });
    this.#problems.push(problem);
  }

  object(manifest: ManifestObject): void {
    this.#objects += 1;
    const { apiVersion, kind, object } = manifest;
    if (kind === 'Namespace' && apiVersion === 'v1')
      this.#attempt(manifest, this.#workloads, 'workload', () => this.#namespace(object));
    if (kind === 'Kustomization' && apiVersion.startsWith('kustomize.config.k8s.io/')) this.#kustomization(manifest);
    const { fingerprint } = this.#options;
    const places = { specs: this.#specs, platform: this.#platform };
    this.#attempt(manifest, this.#workloads, 'workload', () => manifestWorkload(manifest, places));
    this.#attempt(manifest, this.#configMaps, 'config-map', () => manifestConfigMap(manifest, fingerprint));
    this.#attempt(manifest, this.#services, 'service', () => manifestService(manifest));
  }

  /** Adds what is made of an object to a list; what is not in form is missing there. */
  #attempt<T extends object>(manifest: ManifestObject, list: List<T>, type: string, make: () => T | undefined): void {
    const { file, line, kind } = manifest;
    try {
      const item = make();
      if (item === undefined || this.#isFull(manifest)) return;
      const again = this.#timesOf(file, manifestId(manifest));
      list.items.push(again > 1 ? { ...item, again } : item);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      if (this.#isFull(manifest)) return;
      const name = manifestId(manifest);
      const again = this.#timesOf(file, name);
      const resource = { type, id: again > 1 ? `${name}#${again}` : name, file, line };
      const id = `${file}:${line} ${resource.id}`;
      list.missing.push({ id, why: `${file}:${line}: ${kind}: ${error.message.replace(/^MalformedAnswer: /, '')}` });
      this.#places.set(id, resource);
    }
  }

  /** Counts what is judged, and says once that there is more. */
  #isFull({ file, line }: ManifestObject): boolean {
    const { most = bounds.judged } = this.#options;
    this.#judged += 1;
    if (this.#judged === most + 1) {
      const why = `${file}:${line}: more than ${most} objects to judge; this one and what follows were not judged`;
      this.#miss({ file, line, why, action: 'name fewer files or folders' });
    }
    return this.#judged > most;
  }

  /** How often something of this name was in its file, with this one. */
  #timesOf(file: string, name: string): number {
    const key = JSON.stringify([file, name]);
    const times = (this.#names.get(key) ?? 0) + 1;
    this.#names.set(key, times);
    return times;
  }

  #namespace(object: ManifestObject['object']): undefined {
    const { name, labels } = parsed(namespaceMetadata, object.metadata, 'metadata');
    this.#namespaces.add({ name, phase: 'Active', labels: labels ?? {} });
  }

  done(): ManifestFacts {
    const isEmpty = this.#objects === 0 && this.#problems.length === 0;
    return {
      facts: {
        workloads: isEmpty ? nothing : { known: true, ...this.#workloads },
        configMaps: isEmpty ? nothing : { known: true, ...this.#configMaps },
        services: isEmpty ? nothing : { known: true, ...this.#services },
        namespaces: this.#namespaces.done(),
      },
      places: this.#places,
      files: this.files,
      objects: this.#objects,
      problems: this.#problems,
      skipped: { count: this.#skippedCount, first: this.#skipped },
    };
  }
}

/** What is read of one kind of objects. */
interface List<T> {
  readonly items: T[];
  readonly missing: Missing[];
}

const nothing = unknown('there is no object of Kubernetes in what was named', 'name files or folders that hold manifests');

/** Such a file need not say what it is. */
const kustomization = /(^|\/)kustomization\.ya?ml$/i;

const namespaceMetadata = v.object({ name: text, labels: textRecord });
