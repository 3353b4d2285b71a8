import type { Value } from '../../facts/index.ts';
import { check, fail, type Judgement, pass } from '../check.ts';
import { count } from '../words.ts';

type Support = Value<'versionSupport'>;
type Settings = Value<'settings'>;

const day = 24 * 60 * 60 * 1000;

/**
 * Standard support lasts 14 months, extended support 12 more at a higher price, and then EKS upgrades the cluster by force
 * (EKS user guide, "Understand the Kubernetes version lifecycle"). Status and dates come from DescribeClusterVersions; where they contradict
 * each other, the worse of both holds.
 */
export default check({
  id: 'versions/support',
  title: 'The Kubernetes version is in standard support, with time left to upgrade',
  severity: 'high',
  scope: 'cluster',
  provider: 'eks',
  why: 'A version out of support gets no fixes for known flaws, and EKS upgrades it on a day of its own choosing. Extended support costs several times as much.',
  fix: {
    text: "Upgrade one minor version at a time, after looking at the cluster's upgrade insights; then the node groups and add-ons.",
    cli: 'aws eks update-cluster-version --name CLUSTER --kubernetes-version NEXT',
    terraform: 'resource "aws_eks_cluster" "this" {\n  version = "NEXT"\n}',
  },
  needs: ['versionSupport', 'clock', 'settings'],
  judge: ({ versionSupport: support, clock, settings }) => {
    const { versionStatus } = support;
    if (versionStatus === 'UNSUPPORTED') return unsupported(support, 'EKS calls it UNSUPPORTED');
    const now = Date.parse(clock.now);
    const standardEnd = Date.parse(support.endOfStandardSupport);
    if (versionStatus === 'STANDARD_SUPPORT' && now < standardEnd)
      return standard(support, daysBetween(now, standardEnd), settings);
    const extendedEnd = Date.parse(support.endOfExtendedSupport);
    if (now >= extendedEnd) return unsupported(support, `its extended support ended on ${date(support.endOfExtendedSupport)}`);
    return extended(support, daysBetween(now, extendedEnd), now < standardEnd);
  },
});

function standard(support: Support, days: number, { versionWarningDays }: Settings): Judgement {
  const left = `Kubernetes ${support.version} is in standard support for ${count(days, 'more day', 'more days')}`;
  return days < versionWarningDays
    ? fail(`${left}; fewer than ${versionWarningDays} are a warning`, evidence(support), { severity: 'low' })
    : pass(left, evidence(support));
}

function extended(support: Support, days: number, early: boolean): Judgement {
  const contradiction =
    support.versionStatus === 'STANDARD_SUPPORT'
      ? `, although EKS calls it ${support.versionStatus}`
      : early
        ? `, although its standard support ends on ${date(support.endOfStandardSupport)} only`
        : '';
  return fail(
    `Kubernetes ${support.version} is in extended support${contradiction}: ${count(days, 'day', 'days')} until EKS upgrades it by force`,
    evidence(support),
    { severity: 'medium' },
  );
}

const unsupported = (support: Support, why: string): Judgement =>
  fail(`Kubernetes ${support.version} is out of support: ${why}`, [
    { kind: 'cluster-version', id: support.version, says: `versionStatus: ${support.versionStatus}` },
  ]);

const daysBetween = (from: number, to: number): number => Math.floor((to - from) / day);
const date = (iso: string): string => iso.slice(0, 10);

/** What supportType means; a version in extended support with the policy STANDARD was put there before the policy was changed. */
const policies: Readonly<Record<string, string>> = {
  STANDARD: 'EKS upgrades the cluster when standard support ends',
  EXTENDED: 'the cluster enters extended support, which is paid for, when standard support ends',
};

const evidence = ({ version, versionStatus, endOfStandardSupport, supportType }: Support) => [
  {
    kind: 'cluster-version',
    id: version,
    says: `versionStatus: ${versionStatus}, end of standard support: ${date(endOfStandardSupport)}`,
  },
  ...(supportType === undefined
    ? []
    : [
        {
          kind: 'upgrade-policy',
          id: supportType,
          says: Object.hasOwn(policies, supportType) ? (policies[supportType] ?? '') : `supportType: ${supportType}`,
        },
      ]),
];
