import { createHash } from 'node:crypto';
import { type Totals, tallying } from '../../shared/engine/summarise.ts';
import type { Result, Target, TargetMissing, Verdict } from '../../shared/engine/verdict.ts';
import type { Report, ReportHeader, ReportVerdict } from '../../shared/report/report.ts';
import { type Departure, sampleDepartures } from './sample-departures.ts';
import { sampleChecks, sampleFrameworks } from './sample-words.ts';

const accounts = {
  '111122223333': { accountName: 'Payments', organizationalUnit: 'Production' },
  '444455556666': { accountName: 'Platform', organizationalUnit: 'Shared services' },
  '777788889999': { accountName: 'Sandbox', organizationalUnit: 'Experiments' },
} as const;
type Account = keyof typeof accounts;

const cluster = (
  account: Account,
  region: string,
  name: string,
  version: string,
  missing: readonly TargetMissing[] = [],
): Target => ({
  ...target('eks', account, region, missing),
  cluster: {
    name,
    arn: `arn:aws:eks:${region}:${account}:cluster/${name}`,
    createdAt: '2024-03-01T09:30:00.000Z',
    version,
    tags: { team: accounts[account].accountName },
  },
});

const target = (
  kind: Target['kind'],
  account: Account,
  region: string | undefined,
  missing: readonly TargetMissing[] = [],
  status?: Target['status'],
): Target => ({
  kind,
  partition: 'aws',
  account,
  ...accounts[account],
  ...(region === undefined ? {} : { region }),
  status: status ?? (missing.length > 0 ? 'partial' : 'complete'),
  missing,
});

const denied = {
  fact: 'nodeGroups',
  why: 'AccessDenied: eks:DescribeNodegroup',
  action: 'grant eks:DescribeNodegroup to the role postern-reader',
};
const unreachable = {
  fact: 'namespaces',
  why: 'the API endpoint is private and did not answer within 10 s',
  action: 'run postern collect from inside the VPC, or use --kubernetes off',
};

const sampleTargets: readonly Target[] = [
  target('account', '111122223333', undefined),
  target('region', '111122223333', 'eu-west-1'),
  cluster('111122223333', 'eu-west-1', 'ledger', '1.34', [unreachable]),
  cluster('111122223333', 'eu-west-1', 'payments-batch', '1.33'),
  cluster('111122223333', 'eu-west-1', 'payments-prod', '1.34'),
  target('region', '111122223333', 'us-east-1'),
  cluster('111122223333', 'us-east-1', 'payments-dr', '1.34', [unreachable]),
  target('account', '444455556666', undefined),
  target('region', '444455556666', 'eu-west-1'),
  cluster('444455556666', 'eu-west-1', 'ci-runners', '1.33', [{ ...denied, item: 'spot-large' }]),
  cluster('444455556666', 'eu-west-1', 'observability', '1.33', [denied]),
  cluster('444455556666', 'eu-west-1', 'platform-prod', '1.34'),
  cluster('444455556666', 'eu-west-1', 'preview-4711', '1.34', []),
  target('region', '444455556666', 'us-east-1'),
  cluster('444455556666', 'us-east-1', 'data-lake', '1.32', [denied]),
  cluster('444455556666', 'us-east-1', 'edge-gateway', '1.34'),
  cluster('444455556666', 'us-east-1', 'model-training', '1.33'),
  cluster('444455556666', 'us-east-1', 'staging-legacy', '1.29'),
  target(
    'account',
    '777788889999',
    undefined,
    [
      {
        fact: 'account',
        why: 'AccessDenied: sts:AssumeRole on arn:aws:iam::777788889999:role/postern-reader',
        action: 'create the role postern-reader in this account, with the trust policy that postern permissions prints',
      },
    ],
    'failed',
  ),
  target(
    'region',
    '777788889999',
    'ap-east-1',
    [{ fact: 'clusters', why: 'the Region is not enabled in this account' }],
    'skipped',
  ),
].map(
  (one): Target =>
    one.cluster?.name === 'preview-4711'
      ? {
          ...one,
          status: 'gone',
          missing: [{ fact: 'cluster', why: 'ResourceNotFoundException: the cluster was deleted during the run' }],
        }
      : one,
);

const id = (...parts: readonly (string | undefined)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

const nameOf = ({ cluster, region, account }: Target): string =>
  cluster?.name ?? [account, region].filter((part) => part !== undefined).join('/');

type SampleVerdict = Verdict & Pick<ReportVerdict, 'waiver'>;

function verdict(one: Target, check: string, departure?: Departure): SampleVerdict {
  const resource = departure?.resource ?? {
    type: one.cluster === undefined ? one.kind : 'cluster',
    id: one.cluster?.arn ?? one.region ?? one.account ?? '',
  };
  return {
    id: id(nameOf(one), check, resource.id),
    check,
    status: departure?.status ?? 'pass',
    severity: departure?.severity ?? sampleChecks[check]?.severity ?? 'low',
    resource,
    because: departure?.because ?? 'as it should be',
    evidence: departure?.evidence ?? [],
    ...(departure?.waiver === undefined ? {} : { waiver: departure.waiver }),
  };
}

function resultOf(one: Target): Omit<Result, 'verdicts'> & { readonly verdicts: readonly SampleVerdict[] } {
  const scope = one.kind === 'account' || one.kind === 'region' ? one.kind : 'cluster';
  const mine = Object.keys(sampleChecks).filter((check) => sampleChecks[check]?.scope === scope);
  const because = one.missing[0]?.why ?? '';
  const of = (check: string): readonly (Departure | undefined)[] => {
    if (one.status === 'gone' || one.status === 'skipped') return [];
    if (one.status === 'failed') return [{ status: 'unknown', because }];
    return sampleDepartures[nameOf(one)]?.[check] ?? [undefined];
  };
  return {
    schema: 'postern/result@1',
    target: one,
    verdicts: mine.flatMap((check) => of(check).map((departure) => verdict(one, check, departure))),
    errors: [],
  };
}

/** A report made of results as publish makes one: three accounts, a dozen clusters, and a story. */
export const sampleReport = (): Report => {
  const results = sampleTargets.map(resultOf);
  const tally = tallying(Object.keys(sampleChecks));
  for (const result of results)
    tally.add(result, new Set(result.verdicts.filter(({ waiver }) => waiver !== undefined).map((waived) => waived.id)));
  const totals = tally.finish();
  const verdicts = results.flatMap((result, target) => result.verdicts.map((one): ReportVerdict => ({ ...one, target })));
  return { ...headerOf(totals), verdicts: verdicts.filter(({ status }) => status === 'fail' || status === 'unknown') };
};

const headerOf = ({ targets, tallies, summary, errors }: Totals): ReportHeader => ({
  schema: 'postern/report@1',
  run: {
    id: '20261121T021500Z-5f3a9c1e',
    startedAt: '2026-11-21T02:15:00.000Z',
    finishedAt: '2026-11-21T02:16:23.410Z',
    version: '0.1.0',
    trigger: 'schedule',
    checksDigest: createHash('sha256').update(JSON.stringify(sampleChecks)).digest('hex'),
    errors,
  },
  targets: targets.map(({ partition: _, ...rest }) => rest),
  checks: Object.fromEntries(Object.entries(sampleChecks).map(([check, { scope: _, ...words }]) => [check, words])),
  tallies,
  frameworks: sampleFrameworks,
  summary,
});

export async function* stream<T>(items: Iterable<T>): AsyncIterable<T> {
  yield* items;
}

export async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}
