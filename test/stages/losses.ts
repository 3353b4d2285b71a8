import { type Fault, faultKinds } from '../../estate/faults.ts';
import { FAULT_KINDS, type FaultRule } from '../../estate/kubernetes/faults.ts';
import type { RunningEstate } from '../../estate/server.ts';
import { AwsError, isGone } from '../../shared/clients/errors.ts';
import { nameOf, type Scanned, scanEstate, verdictsOf, type Way } from './scan-estate.ts';
import { place } from './small.ts';

/** One way to lose input: what is made to go wrong, and where. `row` and `column` are its place in the product. */
export interface Loss {
  readonly name: string;
  readonly row: number;
  readonly column: number;
  readonly aws?: Fault;
  readonly kubernetes?: FaultRule;
}

const clusterArn = (name: string) => `arn:aws:eks:${place.region}:${place.account}:cluster/${name}`;
const clusterNames = ['right', 'wrong'] as const;

/** Every operation that the clean scan called × every fault; where it was called more than once, the second call alone, too. */
export function awsLosses(estate: RunningEstate): readonly Loss[] {
  return estate.counts.list().flatMap(({ service, operation, calls }, row) =>
    faultKinds.flatMap((kind, column): Loss[] => {
      const fault = { kind, service, operation, delay: 1 };
      const all = { name: `${service} ${operation} ${kind}`, row, column, aws: fault };
      return calls > 1 ? [all, { ...all, name: `${all.name} once`, column: column + 8, aws: { ...fault, nth: 2 } }] : [all];
    }),
  );
}

const ofConnections: readonly string[] = ['wrong-authority', 'expired-certificate', 'wrong-host', 'no-handshake', 'plain-http'];
const connectionKinds = FAULT_KINDS.filter((kind) => ofConnections.includes(kind));
const requestKinds = FAULT_KINDS.filter((kind) => !ofConnections.includes(kind));

/** Every request that the clean scan sent to a cluster × every fault, on one cluster or on both. */
export function kubernetesLosses(estate: RunningEstate): readonly Loss[] {
  const requests = Object.keys(estate.kubernetes.counts(clusterArn('right')));
  const ofRequests = requests.flatMap((request, row) =>
    requestKinds.map((kind, column): Loss => {
      const [verb = '', what = ''] = request.split(' ');
      const [resource = '', ...group] = what.split('.');
      const selector = what.startsWith('/') ? { path: what } : { verb, resource, group: group.join('.') };
      const cluster = clusterNames[row % clusterNames.length] ?? 'right';
      const rule = { kind, cluster: clusterArn(cluster), delay: 400, ...selector };
      return { name: `${request} of ${cluster} ${kind}`, row, column, kubernetes: rule };
    }),
  );
  const ofAll = connectionKinds.map(
    (kind): Loss => ({ name: `every request ${kind}`, row: 0, column: 0, kubernetes: { kind } }),
  );
  return [...ofAll, ...ofRequests];
}

/** A sample, always the same one: every fourth operation is in it, each with another kind of fault. */
export const sampleOf = (losses: readonly Loss[]): readonly Loss[] =>
  losses.filter(({ row, column, kubernetes }) =>
    kubernetes === undefined
      ? row % 4 === 0 && (row * 5 + column) % faultKinds.length === 0
      : row % 2 === 0 && (row * 5 + column) % 23 === 0,
  );

// Only what is to run into a time limit has a short one: the others must not fail on a busy machine.
const awsHasty = { answerMs: 250, callMs: 1_000 };
const kubernetesHasty = { headersMs: 150, idleMs: 100, totalMs: 250 };
const kubernetesWaits = ['no-handshake', 'silent', 'slow', 'trickle'];

function wayOf({ aws, kubernetes }: Pick<Loss, 'aws' | 'kubernetes'>, clusters: Way['kubernetes']): Way {
  const hasty = kubernetes !== undefined && kubernetesWaits.includes(kubernetes.kind);
  return {
    regions: [place.region],
    kubernetes: clusters ?? 'auto',
    ...(aws?.kind === 'timeout' ? { limits: awsHasty } : {}),
    kubernetesLimits: { attempts: 1, maxBytes: 1_000_000, ...(hasty ? kubernetesHasty : {}) },
  };
}

/** The scan that nothing goes wrong with. `off`: without the clusters' own APIs, which takes a third of the time. */
export const cleanScan = (estate: RunningEstate, clusters: Way['kubernetes'] = 'auto'): Promise<Scanned> =>
  scanEstate(estate, wayOf({}, clusters));

/** Scans like the clean scan, with the loss, and gives what it got wrong; nothing, if all is as it should be. */
export async function wrongsOf(estate: RunningEstate, clean: Scanned, loss: Loss): Promise<readonly string[]> {
  if (loss.aws !== undefined) estate.faults.add(loss.aws);
  if (loss.kubernetes !== undefined) estate.kubernetes.faults.add(loss.kubernetes);
  try {
    return compare(clean, await scanEstate(estate, wayOf(loss, clean.plan.kubernetes)), loss);
  } catch (error) {
    // Who we are could not be asked: there is no plan, and no report.
    if (error instanceof AwsError && loss.aws?.service === 'sts') return [];
    return [`the scan ended with ${error instanceof Error ? error.stack : String(error)}`];
  } finally {
    estate.faults.clear();
    estate.kubernetes.faults.clear();
  }
}

/** What is the right answer all the same: late, without pages to cut short, or with members that the client drops. */
const isBenign = ({ aws, kubernetes }: Loss): boolean =>
  aws?.kind === 'slow' ||
  aws?.kind === 'list-cut-short' ||
  kubernetes?.kind === 'polluting-keys' ||
  isDeleted(aws) ||
  (kubernetes?.kind === 'repeated-continue' && kubernetes.path !== undefined);

/** A node group that EKS listed and then does not know was deleted in between: it is no part of the cluster any more. */
const isNoLoss = ({ aws }: Loss): boolean => (aws?.kind === 'gone' && aws.operation === 'DescribeNodegroup') || isDeleted(aws);
/** So are load balancers, with their listeners, and listeners with their rules. */
const isDeleted = (aws: Fault | undefined): boolean =>
  aws?.kind === 'gone' && ['DescribeListeners', 'DescribeRules'].includes(aws.operation ?? '');

function compare(clean: Scanned, lossy: Scanned, loss: Loss): readonly string[] {
  const before = verdictsOf(clean.results);
  const after = verdictsOf(lossy.results);
  const deleted = (subject: string) => isNoLoss(loss) && subject.includes(' nodes/');
  const wrongs = lossy.results.flatMap(({ target, errors }) =>
    errors.map(({ check, message }) => `${nameOf(target)}: our fault: ${check}: ${message}`),
  );
  for (const [subject, status] of after)
    if (status !== 'unknown' && status !== before.get(subject) && !(status === 'not-applicable' && deleted(subject)))
      wrongs.push(`${subject}: ${status}, and ${before.get(subject) ?? 'not there'} when nothing is lost`);
  for (const [subject, was] of before)
    if (!after.has(subject) && !isExcused(subject, lossy) && !deleted(subject))
      wrongs.push(`${subject}: ${was} when nothing is lost, and now not there`);
  const same = JSON.stringify(clean.results) === JSON.stringify(lossy.results);
  if (same && !isBenign(loss)) wrongs.push('nothing differs: the loss went unnoticed');
  if (!same && !isNoLoss(loss) && lossy.results.every(({ target }) => target.status === 'complete'))
    wrongs.push('something differs, and every target is complete');
  return wrongs;
}

/** A verdict may be gone with its target or its list, where the report says so. */
function isExcused(subject: string, { results }: Scanned): boolean {
  const [where = '', check = ''] = subject.split(' ');
  const own = results.find(({ target }) => nameOf(target) === where);
  if (own !== undefined) {
    if (own.target.status === 'gone') return own.target.missing.some(isGone);
    return own.verdicts.some((verdict) => verdict.check === check && verdict.status === 'unknown');
  }
  // The target itself was never found: what surrounds it says that, of this very check.
  const [account, region] = where.split('/');
  return results
    .filter(({ target }) => [account, `${account}/${region}`].includes(nameOf(target)))
    .some(({ verdicts }) => verdicts.some((verdict) => verdict.check === check && verdict.status === 'unknown'));
}
