import type { Item } from '../facts/index.ts';
import { type Evidence, fail, type Judgement, notApplicable, pass, relyOn, type Severity, suppose } from './check.ts';
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
  /** What the evidence says, where it is more than that. */
  readonly detail?: string;
  readonly severity?: Severity;
}

/** Of a workload: what a judgement says of it, whatever stands in its specifications. */
type Named = Pick<Workload, 'kind' | 'namespace' | 'name' | 'platform' | 'pods' | 'whole'>;
/** A specification, or what is known of one: the template's, or that of pods. */
type Of = Pick<SpecOf, 'of'>;

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
  readonly detail?: string;
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
    if (judged.length === 0) {
      relyOnAll(workload);
      return notApplicable(workload.specs.length === 0 ? 'it has neither a template nor a pod' : `Windows: ${windows}`);
    }
    return judgeEach(workload, judged, { severity, passes, offences: ({ spec }) => offences(spec) });
  };

interface Asked<S extends Of> {
  readonly severity: Severity;
  readonly passes: string;
  readonly offences: (spec: S) => readonly Offence[];
  /** How many offences a sentence names. */
  readonly named?: number;
}

/** As `judging`, of anything that is known of each specification. */
export function judgeEach<S extends Of>(workload: Named, specs: readonly S[], asked: Asked<S>): Judgement {
  const { severity, passes, offences, named = mostSaid } = asked;
  const found = offencesOf(workload, specs, offences, severity);
  if (found.length === 0) {
    relyOnAll(workload);
    return pass(passes);
  }
  const judgement = workload.platform ? apart(workload, found) : failing(found, severity, named);
  // A pod that was not read can have what is worse; in a platform namespace nothing is worse than a finding.
  const most = workload.platform ? judgement.status === 'fail' : found[0]?.severity === severity;
  if (!most)
    suppose(
      () => workload.whole ?? true,
      () => ('evidence' in judgement ? judgement.evidence : []),
    );
  return judgement;
}

/** Ends the judgement where a pod of the workload may not have been read. */
const relyOnAll = ({ whole }: Pick<Named, 'whole'>): void => relyOn(whole ?? true);

function failing(found: readonly Found[], most: Severity, named: number): Judgement {
  const worst = found[0]?.severity ?? most;
  return fail(summary(found, named), shown(found), worst === most ? {} : { severity: worst });
}

function apart({ namespace }: Named, found: readonly Found[]): Judgement {
  const worse = found.filter((one) => one.severity !== 'low');
  const because = `${namespace} is a platform namespace`;
  return worse.length === 0
    ? notApplicable(`${because}, where what is low elsewhere is no finding: ${summary(found)}`)
    : fail(`${summary(worse)}; ${because}`, shown(worse), { severity: 'low' });
}

const summary = (found: readonly Found[], most = mostSaid): string => {
  const more = found.length > most ? `; and ${found.length - most} more` : '';
  return `${found.slice(0, most).map(sentence).join('; ')}${more}`;
};

/** The worst first, and else in the order of the specification. */
function offencesOf<S extends Of>(
  workload: Named,
  judged: readonly S[],
  offences: (spec: S) => readonly Offence[],
  severity: Severity,
): readonly Found[] {
  const every = new Map<string, { readonly offence: Offence; readonly at: S[] }>();
  for (const one of judged)
    for (const offence of offences(one)) {
      const key = `${offence.container?.list} ${offence.container?.name} ${offence.severity} ${offence.says}`;
      const known = every.get(key) ?? { offence, at: [] };
      if (known.at.at(-1) !== one) known.at.push(one);
      every.set(key, known);
    }
  if (every.size === 0) return [];
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
          ...(first.offence.detail === undefined ? {} : { detail: first.offence.detail }),
          severity: first.offence.severity ?? severity,
          where: first.where,
          containers: group.flatMap(({ offence }) => offence.container ?? []),
          evidence: resourceOf(workload, first.at),
        },
      ];
    })
    .sort((a, b) => rank(b.severity) - rank(a.severity));
}

const podsOf = ({ of }: Of): { readonly names: readonly string[]; readonly count: number } =>
  of === 'template' ? { names: [], count: 0 } : { names: of.pods, count: of.count };

/** Which of a workload's pods have an offence, where that is not all the same. */
function whereOf(workload: Named, judged: readonly Of[], at: readonly Of[]): string {
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
function resourceOf({ kind, namespace, name }: Named, [first]: readonly Of[]): Pick<Evidence, 'kind' | 'id'> {
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
  const evidence = found.slice(0, mostShown).map((one) => ({ ...one.evidence, says: one.detail ?? sentence(one) }));
  const rest = found.length - mostShown;
  const [last] = evidence.slice(-1);
  return rest > 0 && last !== undefined ? [...evidence, { ...last, says: `and ${rest} more` }] : evidence;
}
