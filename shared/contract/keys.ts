/**
 * The names of stored objects (layout 3.4). A path is relative to its run; a key is relative to the store:
 * `runs/<run id>/<path>`. Everything that goes into a name is checked here, so that no string of an attacker becomes a path.
 */
import type { RunId } from './run-id.ts';

/** What a snapshot or a result is about. `cluster` is a cluster key: 32 hex digits (store/cluster-key.ts). */
export type Place =
  | { account: string; region?: undefined; cluster?: undefined }
  | { account?: undefined; region?: undefined; cluster: string }
  | { account: string; region: string; cluster?: string };

const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z]{2,8}(-[a-z0-9]{1,16}){1,4}$/;
const CLUSTER = /^[0-9a-f]{32}$/;

/** The folder of a cluster that a kubeconfig names: it has no account. */
const KUBECONFIG = '_kubeconfig';

/** The folder of all runs. */
export const RUNS = 'runs/';
/** The folder of what was read inside of private networks. */
export const INSIDE = 'inside/';
/** What the run was to look at. */
export const PLAN = 'plan.json';
/** The accounts of a run, one item of the state machine's work each. */
export const ACCOUNTS = 'accounts.json';
/** Verdicts on manifests: a run of them has no plan and no facts. */
export const MANIFESTS = 'results/manifests.json.gz';
/** Which execution may scan: one at a time. */
export const LOCK = 'lock.json';
/** Which run is the newest sealed one. */
export const LATEST = 'latest.json';
/** Written last, once: without it a run does not exist for readers. */
export const MANIFEST = 'manifest.json';

/**
 * The folder of what was read inside the network of an EKS cluster: a store of its own, with runs and `latest.json`, so that whoever reads
 * there needs the right to write below it and no other (docs/decisions/025-facts-from-inside.md).
 * @throws RangeError for a place that is no name of AWS
 */
export function insideFolder({ account, region, cluster }: Required<Place & { account: string; region: string }>): string {
  const [ofAccount, ofRegion] = [matching(ACCOUNT, account, 'an account id'), matching(REGION, region, 'a Region')];
  return `${INSIDE}${ofAccount}/${ofRegion}/${matching(CLUSTER, cluster, 'a cluster key')}/`;
}

/** The key of an object of a run. */
export function runKey(run: RunId, path: string): string {
  return `${RUNS}${run}/${path}`;
}

/** The key of the note that a run has been announced. */
export function announcedKey(run: RunId): string {
  return `announced/${run}.json`;
}

/** Facts as collected: gzipped JSON, schema `postern/snapshot@1`. @throws RangeError for a place that is no name of AWS. */
export function snapshotPath(place: Place): string {
  return `snapshots/${placePath(place)}`;
}

/** Every verdict on a target: gzipped JSON. @throws RangeError for a place that is no name of AWS. */
export function resultPath(place: Place): string {
  return `results/${placePath(place)}`;
}

/** A rendered report: `json`, `html`, `sarif` … @throws RangeError for anything but a short lower-case name. */
export function reportPath(extension: string): string {
  return `report.${matching(/^[a-z][a-z0-9]{0,11}$/, extension, 'a report format')}`;
}

/** The meaning of an object in words, for the manifest. */
export function meaningOf(path: string): string {
  if (path === PLAN) return 'plan: what the run was to look at';
  if (path === MANIFESTS) return 'verdicts: manifests';
  if (path === ACCOUNTS) return 'plan: the accounts, as items of work';
  if (/^report\.[a-z0-9]+$/.test(path)) return path === 'report.json' ? 'report' : `report, rendered as ${path.slice(7)}`;
  const found = /^(snapshots|results)\/(\d{12})\/(?:_account|([a-z0-9-]+)\/(?:_region|([0-9a-f]{32})))\.json\.gz$/.exec(path);
  if (!found) return /^(snapshots|results)\/_kubeconfig\//.test(path) ? ofKubeconfig(path) : 'other';
  const [, kind, account, region, cluster] = found;
  const subject = cluster
    ? `cluster ${cluster}, Region ${region}, account ${account}`
    : region
      ? `Region ${region}, account ${account}`
      : `account ${account}`;
  return `${kind === 'snapshots' ? 'facts' : 'verdicts'}: ${subject}`;
}

const ofKubeconfig = (path: string): string =>
  `${path.startsWith('snapshots/') ? 'facts' : 'verdicts'}: the cluster of a kubeconfig`;

function placePath({ account, region, cluster }: Place): string {
  if (account === undefined) return `${KUBECONFIG}/${matching(CLUSTER, cluster, 'a cluster key')}.json.gz`;
  const folder = matching(ACCOUNT, account, 'an account id');
  if (region === undefined) return `${folder}/_account.json.gz`;
  const name = cluster === undefined ? '_region' : matching(CLUSTER, cluster, 'a cluster key');
  return `${folder}/${matching(REGION, region, 'a Region')}/${name}.json.gz`;
}

function matching(pattern: RegExp, text: string, what: string): string {
  if (!pattern.test(text)) throw new RangeError(`not ${what}: ${JSON.stringify(text.slice(0, 64))}`);
  return text;
}
