import * as v from 'valibot';
import { gather } from '../collect/items.ts';
import { manifestId, manifestWorkload } from '../collect/kubernetes/manifest-workload.ts';
import { type PodSpecs, podSpecs } from '../collect/kubernetes/pod-specs.ts';
import { Malformed, parsed, text, textRecord } from '../collect/kubernetes/raw.ts';
import type { Resource } from '../engine/verdict.ts';
import type { Missing } from '../facts/fact.ts';
import type { FactsOfTarget, Stored } from '../facts/index.ts';
import { bounds } from '../manifests/bounds.ts';
import type { FileText } from '../manifests/files.ts';
import { type ManifestObject, objectsIn } from '../manifests/objects.ts';
import type { Problem } from '../manifests/parse.ts';

/** What was in manifests: facts, and what is told of the reading. */
export interface ManifestFacts {
  readonly facts: Pick<FactsOfTarget, 'workloads' | 'namespaces'>;
  /** What an item that is missing is, by its id. */
  readonly places: ReadonlyMap<string, Resource>;
  readonly files: number;
  readonly objects: number;
  readonly problems: readonly Problem[];
  /** Documents that are no object of Kubernetes: the first of them, and how many there are. */
  readonly skipped: { readonly count: number; readonly first: readonly string[] };
}

const mostSkipped = 5;

interface Said {
  readonly file: string;
  readonly line: number | undefined;
  readonly why: string;
  readonly action: string | undefined;
}

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
        else if ('skipped' in entry) reading.skip(`${entry.skipped.file}:${entry.skipped.line}`);
        else reading.object(entry.object);
      }
  }
  return reading.done();
}

class Reading {
  files = 0;
  readonly #specs: PodSpecs;
  readonly #platform: ReadonlySet<string>;
  readonly #workloads: Stored<'workloads'>[] = [];
  readonly #namespaces = gather('namespaces');
  readonly #missing = new Map<string, Missing>();
  readonly #places = new Map<string, Resource>();
  readonly #problems: Problem[] = [];
  readonly #names = new Map<string, number>();
  readonly #skipped: string[] = [];
  #skippedCount = 0;
  #objects = 0;
  #isFull = false;
  readonly #most: number;

  constructor({ settings, fingerprint, most = bounds.workloads }: ManifestOptions) {
    this.#most = most;
    this.#specs = podSpecs(fingerprint);
    this.#platform = new Set(settings.platformNamespaces);
  }

  skip(place: string): void {
    this.#skippedCount += 1;
    if (this.#skipped.length < mostSkipped) this.#skipped.push(place);
  }

  problem(problem: Problem): void {
    const { file, line, column, why, action } = problem;
    const id = [file, line, column].filter((part) => part !== undefined).join(':');
    this.#miss(id, { type: 'document', id }, { file, line, why, action });
    this.#problems.push(problem);
  }

  object(manifest: ManifestObject): void {
    this.#objects += 1;
    const { file, line, apiVersion, kind, object } = manifest;
    try {
      if (kind === 'Namespace' && apiVersion === 'v1') this.#namespace(object);
      const workload = manifestWorkload(manifest, { specs: this.#specs, platform: this.#platform });
      if (workload === undefined) return;
      const again = this.#timesOf(file, manifestId(manifest));
      if (this.#workloads.length >= this.#most) this.#full(manifest);
      else this.#workloads.push(again > 1 ? { ...workload, again } : workload);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const name = manifestId(manifest);
      const again = this.#timesOf(file, name);
      const id = again > 1 ? `${name}#${again}` : name;
      const why = `${file}:${line}: ${kind}: ${error.message.replace(/^MalformedAnswer: /, '')}`;
      this.#miss(`${file}:${line} ${id}`, { type: 'workload', id }, { file, line, why, action: undefined });
    }
  }

  /** Says once that there are more workloads than are judged. */
  #full({ file, line }: ManifestObject): void {
    if (this.#isFull) return;
    this.#isFull = true;
    const why = `${file}:${line}: more than ${this.#most} objects that make pods; this one and what follows were not judged`;
    this.problem({ file, line, why, action: 'name fewer files or folders' });
  }

  /** How often something of this name was in its file, with this one. */
  #timesOf(file: string, name: string): number {
    const key = JSON.stringify([file, name]);
    const times = (this.#names.get(key) ?? 0) + 1;
    this.#names.set(key, times);
    return times;
  }

  #namespace(object: ManifestObject['object']): void {
    const { name, labels } = parsed(namespaceMetadata, object.metadata, 'metadata');
    this.#namespaces.add({ name, phase: 'Active', labels: labels ?? {} });
  }

  #miss(id: string, resource: Resource, { file, line, why, action }: Said): void {
    this.#missing.set(id, { id, why, ...(action === undefined ? {} : { action }) });
    this.#places.set(id, { ...resource, file, ...(line === undefined ? {} : { line }) });
  }

  done(): ManifestFacts {
    const none = 'there is no object of Kubernetes in what was named';
    const empty = this.#objects === 0 && this.#missing.size === 0;
    return {
      facts: {
        workloads: empty
          ? { known: false, why: none, action: 'name files or folders that hold manifests' }
          : { known: true, items: this.#workloads, missing: [...this.#missing.values()] },
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

const namespaceMetadata = v.object({ name: text, labels: textRecord });
