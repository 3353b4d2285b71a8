import { type Evidence, fail, type Judgement, notApplicable, pass, relyOn, type Severity, suppose } from './check.ts';
import { rank } from './severity.ts';
import {
  type Container,
  mostNamed as mostSaid,
  type NamedWorkload,
  namedContainers,
  type Of,
  type PodSpec,
  resourceOf,
  together,
  type Workload,
  whereOf,
} from './spec-words.ts';

export type { Container, PodSpec, Workload } from './spec-words.ts';

/** One thing that is wrong with a pod's specification: what it is, in which container, and how bad, where that is not the check's own. */
export interface Offence {
  readonly container?: Container;
  /** The field and its value, as the API has them: `privileged: true`. */
  readonly says: string;
  /** What the evidence says, where it is more than that. */
  readonly detail?: string;
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
  readonly detail?: string;
  readonly severity: Severity;
  readonly where: string;
  readonly containers: readonly Container[];
  readonly evidence: Pick<Evidence, 'kind' | 'id'>;
}

/** A specification can have a thousand containers: what is told of one workload stays readable. */
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
export function judgeEach<S extends Of>(workload: NamedWorkload, specs: readonly S[], asked: Asked<S>): Judgement {
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
const relyOnAll = ({ whole }: Pick<NamedWorkload, 'whole'>): void => relyOn(whole ?? true);

function failing(found: readonly Found[], most: Severity, named: number): Judgement {
  const worst = found[0]?.severity ?? most;
  return fail(summary(found, named), shown(found), worst === most ? {} : { severity: worst });
}

function apart({ namespace }: NamedWorkload, found: readonly Found[]): Judgement {
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
  workload: NamedWorkload,
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
  const all = together(workload, judged);
  const found = Map.groupBy(
    [...every.values()].map(({ offence, at }) => ({ offence, where: whereOf(all, at), at })),
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

const sentence = ({ containers, says, where }: Found): string =>
  `${containers.length === 0 ? '' : `${namedContainers(containers)}: `}${says}${where}`;

function shown(found: readonly Found[]): readonly Evidence[] {
  const evidence = found.slice(0, mostShown).map((one) => ({ ...one.evidence, says: one.detail ?? sentence(one) }));
  const rest = found.length - mostShown;
  const [last] = evidence.slice(-1);
  return rest > 0 && last !== undefined ? [...evidence, { ...last, says: `and ${rest} more` }] : evidence;
}
