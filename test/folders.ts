import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];

/** An empty folder that goes when the test file ends. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'postern-test-'));
  made.push(folder);
  return folder;
}

/** Called after each test file (test/setup.ts): a hook of a module that several files share runs for the first of them only. */
export function removeFolders(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
}
