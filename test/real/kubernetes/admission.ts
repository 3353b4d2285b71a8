import { type Evaluation, evaluate } from '../../../shared/derive/pod-security/evaluate.ts';
import type { PolicyVersion } from '../../../shared/derive/pod-security/policy.ts';
import type { RawPod } from '../../derive/pod-security/pods.ts';
import { specOf } from '../../derive/pod-security/spec.ts';
import type { ApiClient } from './api-client.ts';

type Level = 'baseline' | 'restricted';

/** A namespace whose labels enforce a level at a version. */
export interface Enforcing {
  readonly namespace: string;
  readonly level: Level;
  readonly version: PolicyVersion;
}

const labelOf = (version: PolicyVersion): string => (version === 'latest' ? version : `v${version}`);

/** Makes a namespace for each level and version, and waits until pods can be made there (the controllers make its service account). */
export async function namespacesFor(client: ApiClient, versions: readonly PolicyVersion[]): Promise<Enforcing[]> {
  const all = versions.flatMap((version) =>
    (['baseline', 'restricted'] as const).map((level) => ({
      namespace: `${level}-${labelOf(version).replaceAll('.', '-')}`,
      level,
      version,
    })),
  );
  await Promise.all(
    all.map(({ namespace, level, version }) => {
      const prefix = 'pod-security.kubernetes.io/enforce';
      const labels = { [prefix]: level, [`${prefix}-version`]: labelOf(version) };
      return client.must('POST', '/api/v1/namespaces', { metadata: { name: namespace, labels } });
    }),
  );
  for (let tries = 0; tries < 600; tries++) {
    const { items } = (await client.must('GET', '/api/v1/serviceaccounts')) as { items: { metadata: { namespace: string } }[] };
    const there = new Set(items.map(({ metadata }) => metadata.namespace));
    if (all.every(({ namespace }) => there.has(namespace))) return all;
  }
  throw new Error('the controllers made no service accounts');
}

/** What the API server's admission says of a pod, or that its validation refuses the pod before. */
export type Answer = { readonly allowed: boolean; readonly says: string } | { readonly refused: string };

const forbidden = / is forbidden: violates PodSecurity "[a-z]+:[a-z0-9.]+": (.*)$/s;

/** A pod that is made for the answer only (`dryRun=All`). @throws Error where the server says something else than yes, no, or invalid */
export async function admissionOf(
  client: ApiClient,
  { namespace }: Enforcing,
  { spec, annotations = {} }: RawPod,
): Promise<Answer> {
  const pod = { metadata: { name: 'web', annotations }, spec };
  return answerOf(await client.ask('POST', `/api/v1/namespaces/${namespace}/pods?dryRun=All`, pod));
}

export function answerOf({ status, body }: { readonly status: number; readonly body: unknown }): Answer {
  if (status === 200 || status === 201) return { allowed: true, says: '' };
  const { message } = body as { readonly message?: string };
  if (status === 422) return { refused: `${message}` };
  const says = forbidden.exec(`${message}`)?.[1];
  if (status === 403 && says !== undefined) return { allowed: false, says };
  throw new Error(`the API server says neither yes nor no: ${status} ${JSON.stringify(body)}`);
}

/** What we say of the same pod: the same words, if we are right. */
export function ourAnswer({ level, version }: Enforcing, pod: RawPod, newest: PolicyVersion): Answer {
  return inWords(evaluate(specOf(pod), { level, version }, { newest }));
}

export const inWords = ({ allowed, violations }: Evaluation): Answer => ({
  allowed,
  says: violations.map(({ says }) => says).join(', '),
});

/** At most 16 at a time. */
export async function inBatches<T>(list: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let item = list[next++]; item !== undefined; item = list[next++]) await act(item);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}
