/** Words of what is wrong with a workload's specifications: in which containers, and in which of its pods. */
import type { Item } from '../facts/index.ts';
import type { Evidence } from './check.ts';
import { listed, quoted } from './words.ts';

export type Workload = Item<'workloads'>;
export type PodSpec = Workload['specs'][number]['spec'];
export type Container = PodSpec['containers'][number];

/** Of a workload: what a judgement says of it, whatever stands in its specifications. */
export type NamedWorkload = Pick<Workload, 'kind' | 'namespace' | 'name' | 'platform' | 'pods' | 'whole'>;
/** A specification, or what is known of one: the template's, or that of pods. */
export type Of = Pick<Workload['specs'][number], 'of'>;

export const mostNamed = 3;

const podsOf = ({ of }: Of): { readonly names: readonly string[]; readonly count: number } =>
  of === 'template' ? { names: [], count: 0 } : { names: of.pods, count: of.count };

/** What a workload's specifications are together: asked once, since there can be a thousand, and more offences. */
interface Together {
  readonly specs: number;
  readonly template: boolean;
  /** Whether it has pods, and each of them differs from its template. */
  readonly allDiffer: boolean;
}

export const together = ({ pods }: NamedWorkload, judged: readonly Of[]): Together => ({
  specs: judged.length,
  template: judged.some(({ of }) => of === 'template'),
  allDiffer: pods > 0 && judged.reduce((sum, one) => sum + podsOf(one).count, 0) >= pods,
});

/** Which of a workload's pods have an offence, where that is not all the same. */
export function whereOf({ specs, template, allDiffer }: Together, at: readonly Of[]): string {
  if (at.some(({ of }) => of === 'template'))
    return at.length === 1 && allDiffer ? ' (in the template, and in none of its pods yet)' : '';
  if (!template && at.length === specs) return '';
  const names = at.flatMap((one) => podsOf(one).names);
  const count = at.reduce((sum, one) => sum + podsOf(one).count, 0);
  const rest = count - Math.min(names.length, mostNamed);
  const pods = `pod${count === 1 ? '' : 's'} ${names.slice(0, mostNamed).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return template ? ` (not in the template: ${pods})` : ` (${pods})`;
}

/** Where to look: the workload's own object, or one of the pods that differ from it. */
export function resourceOf({ kind, namespace, name }: NamedWorkload, [first]: readonly Of[]): Pick<Evidence, 'kind' | 'id'> {
  const [pod] = first === undefined ? [] : podsOf(first).names;
  return pod === undefined
    ? { kind: 'workload', id: `${kind}/${namespace}/${name}` }
    : { kind: 'pod', id: `Pod/${namespace}/${pod}` };
}

const lists = {
  containers: 'container',
  initContainers: 'init container',
  ephemeralContainers: 'ephemeral container',
} as const;

/** `container web`, `init container setup`, `sidecar proxy`: an init container that is restarted always runs as long as the pod. */
const kindOf = ({ list, restartPolicy }: Container): string =>
  list === 'initContainers' && restartPolicy === 'Always' ? 'sidecar' : lists[list];

/** `containers web, worker and init container setup`, at most a few of each kind. */
export function namedContainers(containers: readonly Container[]): string {
  const kinds = [...Map.groupBy(containers, kindOf)];
  return kinds
    .map(([kind, some]) => {
      const names = listed(
        some.map(({ name }) => quoted(name)),
        mostNamed,
      );
      return `${kind}${some.length > 1 ? 's' : ''} ${names}`;
    })
    .join(', ');
}
