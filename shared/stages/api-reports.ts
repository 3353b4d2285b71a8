import type { Links } from '../cloud/presign.ts';
import { reportPath, runKey } from '../contract/keys.ts';
import { LINK_SECONDS } from '../contract/links.ts';
import { parseRunId, type RunId } from '../contract/run-id.ts';
import { loadManifest, sealedRuns } from '../store/manifest.ts';
import type { Store } from '../store/store.ts';
import { ApiError, type ApiRequest, type ApiResponse, json, notFound, only, parameters } from './api-request.ts';
import { latestRun } from './latest.ts';

export interface ReportsPorts {
  readonly store: Store;
  readonly links: Links;
}

const PAGE = 20;
const LARGEST_PAGE = 100;

/**
 * `GET /reports` lists sealed runs, newest first, `limit` at a time, those `before` a run; `GET /reports/{run}/{file}` gives a link to one
 * file that the run's manifest names (`latest` is the newest run). A link in an answer, and no redirect: a client that signs its requests
 * would send its signature along, and S3 would refuse both.
 * @throws ApiError: refusals; StoreError
 */
export async function handleReports(request: ApiRequest, ports: ReportsPorts): Promise<ApiResponse> {
  const [reports, run, file, ...rest] = request.segments;
  if (reports !== 'reports' || rest.length > 0 || (run !== undefined && file === undefined)) throw notFound();
  only('GET', request);
  if (run === undefined || file === undefined) return listReports(parameters(request, 'limit', 'before'), ports);
  parameters(request);
  return linkTo(run, file, ports);
}

async function listReports(
  { limit, before }: { readonly limit: string | undefined; readonly before: string | undefined },
  { store }: ReportsPorts,
): Promise<ApiResponse> {
  const most = limit === undefined ? PAGE : /^\d{1,3}$/.test(limit) ? Number(limit) : 0;
  if (most < 1 || most > LARGEST_PAGE) throw new ApiError(400, `The limit is a number from 1 to ${LARGEST_PAGE}.`);
  const end = before === undefined ? undefined : parseRunId(before);
  if (before !== undefined && end === undefined) throw new ApiError(400, 'The parameter before is a run id.');
  const runs: RunId[] = [];
  for await (const run of sealedRuns(store)) {
    if (end !== undefined && run >= end) continue;
    runs.push(run);
    if (runs.length > most) break;
  }
  const page = runs.slice(0, most);
  const reports = await Promise.all(page.map(async (run) => ({ run, files: await filesOf(store, run) })));
  return json(200, { reports, ...(runs.length > most && { next: page.at(-1) }) });
}

/** The rendered reports of a run, by their names: listed, for the manifest of a large run names tens of thousands of objects. */
async function filesOf(store: Store, run: RunId): Promise<readonly string[]> {
  const root = runKey(run, '');
  const prefix = runKey(run, reportPath('json').replace('json', ''));
  const files: string[] = [];
  for await (const { key } of store.list(prefix)) files.push(key.slice(root.length));
  return files;
}

async function linkTo(name: string, file: string, { store, links }: ReportsPorts): Promise<ApiResponse> {
  const run = name === 'latest' ? await latestRun(store) : parseRunId(name);
  const manifest = run && (await loadManifest(store, run));
  if (run === undefined || manifest === undefined) throw new ApiError(404, 'There is no such run, or it is not finished.');
  const object = manifest.objects.find(({ key }) => key === file);
  if (object === undefined) throw new ApiError(404, 'The run has no such file.');
  const { size, sha256, meaning } = object;
  const url = await links.link(runKey(run, file), `postern-${run}-${file}`);
  return json(200, { run, file, url, expiresIn: LINK_SECONDS, size, sha256, meaning });
}
