import type { Announcement, Announcer } from '../cloud/announce.ts';
import { announcedKey } from '../contract/keys.ts';
import type { RunId } from '../contract/run-id.ts';
import { compareRuns, type Difference } from '../engine/compare.ts';
import type { Summary } from '../engine/summarise.ts';
import type { ReportVerdict } from '../report/report.ts';
import { StoreConflict, StoreError } from '../store/error.ts';
import { saveJson } from '../store/json.ts';
import { describeObjects, sealRun } from '../store/manifest.ts';
import { openOnce, type RunReader, readRun } from '../store/run.ts';
import type { Store } from '../store/store.ts';
import { announcementOf, type Occasion } from './announcement.ts';
import { type Completion, completeRun } from './completion.ts';
import { updateLatest } from './latest.ts';
import { isSealed } from './lock.ts';
import { previousRun } from './previous.ts';
import { type Publication, render } from './publish.ts';
import { openReport, type SealedReport } from './sealed-report.ts';

/** A run whose functions have ended, and everyone who is to learn of it. */
export interface CloudPublication extends Completion, Pick<Publication, 'frameworks' | 'checksDigest' | 'formats'> {
  readonly now: () => Date;
  /** Told how the run came out once it is sealed, before anyone else: metrics. Again whenever this is run again. */
  readonly onSealed: (outcome: Outcome) => void;
  readonly announcer: Announcer;
  /** Where the report of a run is: an address or a command. */
  readonly link: (run: RunId) => string;
}

/** How a sealed run came out. */
export interface Outcome {
  readonly summary: Summary;
  /** How many checks and derivations threw: our fault. */
  readonly errors: number;
}

/**
 * Publishes a run that several processes made: completes it, renders it, seals it, names it the newest, announces it. In that order, so
 * that nothing is announced before the seal. Each step finds out whether it was made before: after a crash at any point the whole is run
 * again, and the run is sealed once and announced at least once.
 * @returns how the run came out, and whether it was announced now rather than before
 * @throws StoreError, CloudError
 */
export async function publishCloud(publication: CloudPublication): Promise<Outcome & { readonly announced: boolean }> {
  const { store, run, onSealed } = publication;
  if (!(await isSealed(store, run))) await seal(publication);
  const reader = await readRun(store, run);
  if (reader === undefined)
    throw new StoreError('corrupt', `cannot read ${store.where(run)}: its manifest was there and is gone`);
  const report = await openReport(reader);
  const outcome = { summary: report.header.summary, errors: report.header.run.errors.length };
  await updateLatest(store, { run, sealedAt: reader.manifest.sealedAt });
  onSealed(outcome);
  return { ...outcome, announced: await announceOnce(publication, report) };
}

async function seal(publication: CloudPublication): Promise<void> {
  const { store, run, now } = publication;
  await completeRun(publication);
  const finishedAt = now();
  await render({ ...publication, run: keeping(store, run), all: false, finishedAt });
  try {
    await sealRun(store, run, finishedAt, await describeObjects(store, run));
  } catch (error) {
    // Someone sealed it meanwhile: what it was sealed with is what counts.
    if (!(error instanceof StoreConflict)) throw error;
  }
}

/** A report that an earlier attempt wrote stays: it was made of the same results, and may have been sealed. */
function keeping(store: Store, run: RunId): Publication['run'] {
  const writer = openOnce(store, run);
  const save: Publication['run']['save'] = (path, body) =>
    writer.save(path, body).catch((error: unknown) => {
      if (!(error instanceof StoreConflict)) throw error;
    });
  return { ...writer, save };
}

/** The note that a run was announced is written after the message: it can be sent twice, and never not at all. */
async function announceOnce({ store, run, plan, announcer, link }: CloudPublication, report: SealedReport): Promise<boolean> {
  const key = announcedKey(run);
  for await (const found of store.list(key)) if (found.key === key) return false;
  await announcer.announce(await messageOf(await previousRun(store, run, plan), report, link(run)));
  await saveJson(store, key, { schema: 'postern/announced@1', run });
  return true;
}

/** The message, compared with the run before; without it where that cannot be read: an old report must not silence a new one. */
async function messageOf(previous: RunReader | undefined, report: SealedReport, link: string): Promise<Announcement> {
  const { header } = report;
  const alone = (none: string): Occasion => ({ header, link, compared: { none }, differences: allNew(report) });
  if (previous === undefined) return announcementOf(alone('there being no earlier run to compare with'));
  try {
    const before = await openReport(previous);
    const differences = compareRuns(compared(before), compared(report));
    return await announcementOf({ header, link, compared: { run: previous.id }, differences });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return announcementOf(alone(`since run ${previous.id} cannot be read (${error.kind})`));
  }
}

const compared = ({ header, verdicts }: SealedReport) => ({
  checksDigest: header.run.checksDigest,
  targets: header.targets,
  tallies: header.tallies,
  verdicts: verdicts(),
});

async function* allNew({ verdicts }: SealedReport): AsyncGenerator<Difference<ReportVerdict>> {
  for await (const verdict of verdicts())
    if (verdict.status === 'fail') yield { kind: 'new', verdict, becauseOfCheck: false, judgedBefore: false };
}
