import type { Resource } from '../../engine/verdict.ts';
import type { ReportHeader } from '../report.ts';
import { oneLine } from '../text.ts';
import { place } from '../words.ts';

/**
 * A file's name as a URI reference (RFC 3986, 4.2): each segment percent-encoded, so that none begins a scheme or a query; an absolute path
 * as a file URI.
 */
export function uriOf(file: string): string {
  const path = file
    .toWellFormed()
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/');
  return path.startsWith('/') ? `file://${path.startsWith('//') ? `/${path.replace(/^\/+/, '')}` : path}` : path;
}

/** `file:line:column`, perhaps with the object that is there; or the file alone. */
const fileAndLine = /^(.{1,4096}?):(\d{1,9})(?::\d{1,9})?(?: .*)?$/s;

/** Where a file is: its name and, where there is one, its line (SARIF 2.1.0, 3.29). */
function physical(file: string, line?: number) {
  const region = line !== undefined && Number.isSafeInteger(line) && line > 0 ? { region: { startLine: line } } : {};
  return { physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region } };
}

/** Where a verdict's resource is: in a file, and by its name within its account, Region and cluster (3.28). */
export function locationOf(header: ReportHeader, target: number, { type, id, name, file, line }: Resource) {
  const within = header.targets[target];
  const names = within === undefined || within.kind === 'files' ? [] : [place(within).within, place(within).name];
  const logical = {
    name: oneLine(name ?? id, 300),
    fullyQualifiedName: [...names, type, id]
      .filter((part) => part !== '')
      .map((part) => oneLine(part, 300))
      .join('/'),
    kind: 'resource',
  };
  return { ...(file === undefined || file === '' ? {} : physical(file, line)), logicalLocations: [logical] };
}

/** Where what could not be read is: an item of a target of files is named by its file, line and column. */
export function locationOfMissing(item: string) {
  const [, file = item, line] = fileAndLine.exec(item) ?? [];
  return file === '' ? undefined : physical(file, line === undefined ? undefined : Number(line));
}
