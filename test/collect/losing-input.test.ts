import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FaultKind, faultKinds, type RunningEstate, startEstate } from '../../estate/server.ts';
import type { Aws, AwsOptions } from '../../shared/clients/aws.ts';
import { iamAction, type ServiceName } from '../../shared/clients/sdk.ts';
import { collectedOf, collectFacts } from '../../shared/collect/index.ts';
import { isUnknown, type Reads } from '../../shared/facts/fact.ts';
import { type CollectedName, type FactsOfTarget, facts } from '../../shared/facts/index.ts';
import { sampled } from '../whole.ts';
import { awsAt, contextAt, estateOf, ofClusterFromAws, SMALL } from './estate.ts';

/**
 * Every operation × every fault: what is lost is unknown or missing, and what is there is what was there without the fault. Each kind
 * has an account of its own, so that all of them go wrong at once.
 */
const accountOf = (kind: FaultKind): string => String(200_000_000_000 + faultKinds.indexOf(kind));

let estate: RunningEstate;
let aws: Aws;
let clean: FactsOfTarget;
const role = { name: 'postern', sessionName: 'postern-test' };
const operations: { service: ServiceName; operation: string }[] = [];

/** A client that was throttled is slow from then on, and one that is to wait in vain should not wait for long. */
const fresh: Readonly<Partial<Record<FaultKind, Partial<AwsOptions>>>> = {
  throttle: { role },
  timeout: { role, limits: { callMs: 60 } },
};

beforeAll(async () => {
  estate = await startEstate(estateOf(SMALL, ['111111111111', ...faultKinds.map(accountOf)]), { kubernetes: false });
  aws = await awsAt(estate.url, { role });
  await Promise.all(faultKinds.map((kind) => contextAt(aws, accountOf(kind)).call('ec2', 'DescribeRegions', {})));
  estate.counts.clear();
  clean = await everything('slow');
  for (const { service, operation } of estate.counts.list()) operations.push({ service: service as ServiceName, operation });
});
afterAll(async () => {
  aws.close();
  await estate.close();
});

/** All that is read of an account and its Region, and of its first cluster. */
async function everything(kind: FaultKind, names?: readonly CollectedName[], from = aws): Promise<FactsOfTarget> {
  const context = contextAt(from, accountOf(kind));
  const wanted = (all: readonly CollectedName[]) => all.filter((name) => names?.includes(name) ?? true);
  const above = await collectFacts(wanted([...collectedOf('account'), ...collectedOf('region')]), context);
  const value = clean?.clusters?.known ? clean.clusters.items[0] : undefined;
  const first = value ?? (above.clusters?.known ? above.clusters.items[0] : undefined);
  if (first === undefined) return above;
  return { ...above, ...(await collectFacts(wanted(ofClusterFromAws), context, { cluster: { known: true, value: first } })) };
}

/** The facts that an operation is read for, with those that they come after, and those that come after them. */
function touched(action: string, kind: FaultKind): readonly CollectedName[] {
  const names = (Object.keys(facts) as CollectedName[]).filter((name) => 'reads' in facts[name]);
  const after = (name: CollectedName) => ('after' in facts[name] ? (facts[name].after as readonly string[]) : []);
  const direct = names.filter((name) => (facts[name].reads as Reads).aws?.includes(action));
  const later = names.filter((name) => after(name).some((one) => direct.includes(one as CollectedName)));
  // What comes after is read by the same client, which is slow from then on: other kinds show what becomes of it.
  const read = kind === 'throttle' ? direct : [...direct, ...later];
  return names.filter((name) => read.some((one) => one === name || after(one).includes(name)));
}

/** The account's own number stands in ARNs. */
const neutral = (value: unknown): string => (JSON.stringify(value) ?? 'absent').replace(/\b2000000000\d\d\b/g, 'ACCOUNT');

/** What `found` says that `truth` does not. Unknown says nothing. */
function invented(found: unknown, truth: unknown, path: string): string[] {
  if (isUnknown(found)) return [];
  if (typeof found !== 'object' || found === null || typeof truth !== 'object' || truth === null)
    return neutral(found) === neutral(truth) ? [] : [`${path}: ${neutral(found)} is not ${neutral(truth)}`];
  if (Array.isArray(found) !== Array.isArray(truth)) return [`${path}: not the same kind of thing`];
  const keys = new Set([...Object.keys(found), ...Object.keys(truth)]);
  return [...keys].flatMap((key) =>
    invented((found as Record<string, unknown>)[key], (truth as Record<string, unknown>)[key], `${path}.${key}`),
  );
}

/** What was deleted since it was listed is no part of these any more. */
const leftOut: readonly CollectedName[] = ['nodeGroups', 'podIdentityAssociations', 'listeners', 'listenerRules'];

/** What is wrong with a fact read under a fault; `undefined` where it tells no more than the truth and owns up to the rest. */
function wrong(name: CollectedName, found: FactsOfTarget[CollectedName], kind: FaultKind): string[] {
  const truth = clean[name];
  if (found === undefined || truth === undefined || !truth.known) return [`${name}: not read`];
  if (!found.known) return found.why === '' ? [`${name}: unknown without a reason`] : [];
  if (name === 'clusterPresence')
    return 'value' in found && 'present' in found.value && found.value.present ? [] : ['none present'];
  if (!('items' in found) || !('items' in truth)) return invented(found, truth, name);
  const idOf = (item: unknown) => neutral((facts[name] as { id(item: unknown): { id: string } }).id(item).id);
  const truths = new Map((truth.items as readonly unknown[]).map((item) => [idOf(item), item]));
  const here = new Map((found.items as readonly unknown[]).map((item) => [idOf(item), item]));
  // A listener of which the rules are missing stands for all of them.
  const whole = (kind === 'gone' && leftOut.includes(name)) || (name === 'listenerRules' && found.missing.length > 0);
  const covered = whole ? truths.size : here.size + found.missing.length;
  return [
    ...[...here].flatMap(([id, item]) => invented(item, truths.get(id), `${name} ${id}`)),
    ...(covered < truths.size ? [`${name}: ${truths.size - covered} items are neither there nor missing`] : []),
  ];
}

test('every operation is under test', () => {
  expect(operations.length).toBeGreaterThan(20);
});

test.each(faultKinds)('%s: nothing is invented, and what is lost is told', async (kind) => {
  const problems: string[] = [];
  for (const { service, operation } of sampled(operations, 6, faultKinds.indexOf(kind))) {
    const remove = estate.faults.add({ kind, account: accountOf(kind), service, operation, delay: 5 });
    const names = touched(iamAction(service, operation), kind);
    const own = fresh[kind] && (await awsAt(estate.url, fresh[kind]));
    const found = await everything(kind, names, own);
    own?.close();
    remove();
    for (const name of names) for (const problem of wrong(name, found[name], kind)) problems.push(`${operation}: ${problem}`);
    const told = neutral(names.map((name) => found[name])) !== neutral(names.map((name) => clean[name]));
    if (!told && kind !== 'slow' && !(kind === 'list-cut-short' && isWhole(operation))) problems.push(`${operation}: not told`);
    if (told && kind === 'slow') problems.push(`${operation}: late, and not believed`);
  }
  expect(problems).toEqual([]);
});

/** Operations without pages cannot be cut short between them. */
const isWhole = (operation: string): boolean =>
  /^(DescribeCluster|DescribeNodegroup|DescribePodIdentityAssociation|DescribeKey|DescribeRegions|DescribeTags|GetAccountSummary)$/.test(
    operation,
  ) || /^Describe(VpcBlockPublicAccessOptions|(LoadBalancer|TargetGroup)Attributes|TargetHealth)$/.test(operation);
