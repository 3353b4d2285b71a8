import type { Item } from '../facts/index.ts';
import { type Evidence, fail, type Judgement, notApplicable, pass, type Severity } from './check.ts';
import { listed } from './words.ts';

export type Workload = Item<'workloads'>;
type SpecOf = Workload['specs'][number];
export type PodSpec = SpecOf['spec'];
export type Container = PodSpec['containers'][number];

/** One thing that is wrong with a pod's specification: what it is, in which container, and how bad, where that is not the check's own. */
export interface Offence {
  readonly container?: Container;
  /** The field and its value, as the API has them: `privileged: true`. */
  readonly says: string;
  readonly severity?: Severity;
}

export interface Question {
  readonly severity: Severity;
  readonly offences: (spec: PodSpec) => readonly Offence[];
  /** What is so where nothing offends. */
  readonly passes: string;
  /** Why it does not apply to a pod of Windows; left out where it does. */
  readonly windows?: string;
}

/** Offences of the same words at the same place, whatever their containers. */
interface Found {
  readonly says: string;
  readonly severity: Severity;
  readonly where: string;
  readonly containers: readonly Container[];
  readonly evidence: Pick<Evidence, 'kind' | 'id'>;
}

const ranks: readonly Severity[] = ['low', 'medium', 'high', 'critical'];
const rank = (severity: Severity): number => ranks.indexOf(severity);
/** A specification can have a thousand containers: what is told of one workload stays readable. */
const mostSaid = 3;
const mostShown = 20;

/**
 * Judges a workload by all its specifications: one judgement, with the severity of the worst offence. What only running pods have, and not
 * their template, is said with the names of those pods. In a platform namespace what is worse elsewhere is `low`, and that is said, and what
 * is low elsewhere is no finding: what a cluster is made of stands apart from what runs on it.
 */
export const judging =
  ({ severity, offences, passes, windows }: Question) =>
  (workload: Workload): Judgement => {
    const judged = workload.specs.filter(({ spec }) => windows === undefined || spec.os !== 'windows');
    if (judged.length === 0)
      return notApplicable(workload.specs.length === 0 ? 'it has neither a template nor a pod' : `Windows: ${windows}`);
    const found = offencesOf(workload, judged, offences, severity);
    if (found.length === 0) return pass(passes);
    return workload.platform ? apart(workload, found) : failing(found, severity);
  };

function failing(found: readonly Found[], most: Severity): Judgement {
  const worst = found[0]?.severity ?? most;
  return fail(summary(found), shown(found), worst === most ? {} : { severity: worst });
}

function apart({ namespace }: Workload, found: readonly Found[]): Judgement {
  const worse = found.filter((one) => one.severity !== 'low');
  const because = `${namespace} is a platform namespace`;
  return worse.length === 0
    ? notApplicable(`${because}, where what is low elsewhere is no finding: ${summary(found)}`)
    : fail(`${summary(worse)}; ${because}`, shown(worse), { severity: 'low' });
}

const summary = (found: readonly Found[]): string => {
  const more = found.length > mostSaid ? `; and ${found.length - mostSaid} more` : '';
  return `${found.slice(0, mostSaid).map(sentence).join('; ')}${more}`;
};

/** The worst first, and else in the order of the specification. */
function offencesOf(
  workload: Workload,
  judged: readonly SpecOf[],
  offences: Question['offences'],
  severity: Severity,
): readonly Found[] {
  const every = new Map<string, { readonly offence: Offence; readonly at: SpecOf[] }>();
  for (const one of judged)
    for (const offence of offences(one.spec)) {
      const key = `${offence.container?.list} ${offence.container?.name} ${offence.says}`;
      const known = every.get(key) ?? { offence, at: [] };
      if (known.at.at(-1) !== one) known.at.push(one);
      every.set(key, known);
    }
  const found = Map.groupBy(
    [...every.values()].map(({ offence, at }) => ({ offence, where: whereOf(workload, judged, at), at })),
    ({ offence, where }) => `${offence.severity} ${offence.container === undefined} ${offence.says} ${where}`,
  );
  return [...found.values()]
    .flatMap((group): Found[] => {
      const [first] = group;
      if (first === undefined) return [];
      return [
        {
          says: first.offence.says,
          severity: first.offence.severity ?? severity,
          where: first.where,
          containers: group.flatMap(({ offence }) => offence.container ?? []),
          evidence: resourceOf(workload, first.at),
        },
      ];
    })
    .sort((a, b) => rank(b.severity) - rank(a.severity));
}

const podsOf = ({ of }: SpecOf): { readonly names: readonly string[]; readonly count: number } =>
  of === 'template' ? { names: [], count: 0 } : { names: of.pods, count: of.count };

/** Which of a workload's pods have an offence, where that is not all the same. */
function whereOf(workload: Workload, judged: readonly SpecOf[], at: readonly SpecOf[]): string {
  const template = judged.some(({ of }) => of === 'template');
  if (at.some(({ of }) => of === 'template')) {
    const differing = judged.reduce((sum, one) => sum + podsOf(one).count, 0);
    const none = at.length === 1 && workload.pods > 0 && differing >= workload.pods;
    return none ? ' (in the template, and in none of its pods yet)' : '';
  }
  if (!template && at.length === judged.length) return '';
  const names = at.flatMap((one) => podsOf(one).names);
  const count = at.reduce((sum, one) => sum + podsOf(one).count, 0);
  const rest = count - Math.min(names.length, mostSaid);
  const pods = `pod${count === 1 ? '' : 's'} ${names.slice(0, mostSaid).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return template ? ` (not in the template: ${pods})` : ` (${pods})`;
}

/** Where to look: the workload's own object, or one of the pods that differ from it. */
function resourceOf({ kind, namespace, name }: Workload, [first]: readonly SpecOf[]): Pick<Evidence, 'kind' | 'id'> {
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
function named(containers: readonly Container[]): string {
  const kinds = [...Map.groupBy(containers, kindOf)];
  return kinds
    .map(([kind, some]) => {
      const names = listed(
        some.map(({ name }) => name),
        mostSaid,
      );
      return `${kind}${some.length > 1 ? 's' : ''} ${names}`;
    })
    .join(', ');
}

const sentence = ({ containers, says, where }: Found): string =>
  `${containers.length === 0 ? '' : `${named(containers)}: `}${says}${where}`;

function shown(found: readonly Found[]): readonly Evidence[] {
  const evidence = found.slice(0, mostShown).map((one) => ({ ...one.evidence, says: sentence(one) }));
  const rest = found.length - mostShown;
  const [last] = evidence.slice(-1);
  return rest > 0 && last !== undefined ? [...evidence, { ...last, says: `and ${rest} more` }] : evidence;
}
