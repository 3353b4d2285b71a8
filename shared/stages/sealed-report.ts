import { reportPath } from '../contract/keys.ts';
import type { ReportHeader, ReportVerdict } from '../report/report.ts';
import { StoreError } from '../store/error.ts';
import type { RunReader } from '../store/run.ts';

/** `report.json` of a sealed run: what fits in memory whatever the fleet, and its verdicts as often as they are asked for. */
export interface SealedReport {
  readonly header: ReportHeader;
  readonly verdicts: () => AsyncIterable<ReportVerdict>;
}

const LARGEST_REPORT = 64 * 1024 ** 3;
const LONGEST_LINE = 16 * 1024 * 1024;
const members = ['schema', 'run', 'targets', 'checks', 'tallies', 'frameworks', 'summary'] as const;

/**
 * Opens the report of a sealed run, held against the manifest as it is read. It is read as report/json.ts writes it, each entry of a list
 * on a line of its own, so that no more than one is held.
 * @throws StoreError `corrupt` where it is nothing that this version writes
 */
export async function openReport(reader: RunReader): Promise<SealedReport> {
  const header = await gathered(reader, members);
  if (header.schema !== 'postern/report@1') throw notOurs(reader, 'its schema is another');
  const absent = members.find((name) => typeof header[name] !== 'object' && name !== 'schema');
  if (absent !== undefined) throw notOurs(reader, `it has no ${absent}`);
  return { header: header as unknown as ReportHeader, verdicts: () => verdictsOf(reader) };
}

/** Run and targets of a report alone. They stand at its beginning: the rest is not read, nor held against the manifest. */
export async function openTargets(reader: RunReader): Promise<Pick<ReportHeader, 'run' | 'targets'>> {
  const { run, targets } = await gathered(reader, ['run', 'targets'], 'checks');
  if (typeof run !== 'object' || !Array.isArray(targets)) throw notOurs(reader, 'it has no run or no targets');
  return { run, targets } as Pick<ReportHeader, 'run' | 'targets'>;
}

/** The members that are wanted, each whole. */
async function gathered(reader: RunReader, wanted: readonly string[], until?: string): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for await (const { member, text, entry } of pieces(reader)) {
    if (member === until) break;
    if (!wanted.includes(member)) continue;
    if (entry === undefined) found[member] = text === '[' ? [] : text === '{' ? Object.create(null) : parsed(reader, text);
    else if (entry === 'of a list') (found[member] as unknown[]).push(parsed(reader, text));
    else Object.assign(found[member] as object, parsed(reader, `{${text}}`));
  }
  return found;
}

async function* verdictsOf(reader: RunReader): AsyncGenerator<ReportVerdict> {
  for await (const { member, text, entry } of pieces(reader))
    if (member === 'verdicts' && entry !== undefined) yield parsed(reader, text) as ReportVerdict;
}

/** One line: a member with its value, one that is opened by `[` or `{`, or an entry of the one that is open. */
interface Piece {
  readonly member: string;
  readonly text: string;
  readonly entry?: 'of a list' | 'of a record';
}

async function* pieces(reader: RunReader): AsyncGenerator<Piece> {
  let open: { readonly member: string; readonly entry: 'of a list' | 'of a record' } | undefined;
  for await (const line of linesOf(reader)) {
    const text = line.endsWith(',') ? line.slice(0, -1) : line;
    if (open !== undefined) {
      if (text === (open.entry === 'of a list' ? ']' : '}')) open = undefined;
      else yield { ...open, text };
      continue;
    }
    const [, member, value] = /^"([a-z]{1,20})":(.+)$/i.exec(text) ?? [];
    if (member === undefined || value === undefined) continue;
    if (value === '[' || value === '{') open = { member, entry: value === '[' ? 'of a list' : 'of a record' };
    yield { member, text: value };
  }
}

async function* linesOf(reader: RunReader): AsyncGenerator<string> {
  const found = await reader.load(reportPath('json'), { maxBytes: LARGEST_REPORT });
  if (found === undefined) throw notOurs(reader, 'the run has none');
  const decoder = new TextDecoder('utf-8');
  let held = '';
  for await (const chunk of found.body) {
    const lines = (held + decoder.decode(chunk, { stream: true })).split('\n');
    held = lines.pop() ?? '';
    if (held.length > LONGEST_LINE) throw notOurs(reader, 'a line is too long');
    yield* lines;
  }
}

function parsed(reader: RunReader, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notOurs(reader, 'an entry is not JSON');
  }
}

const notOurs = (reader: RunReader, why: string): StoreError =>
  new StoreError('corrupt', `cannot read ${reader.id}/${reportPath('json')}: ${why}; read it with the version that wrote it`);
