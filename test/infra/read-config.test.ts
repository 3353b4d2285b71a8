import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../infra/read-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['checks: ["nodes/*", "pods/x"]', 'no check matches "pods/x"; postern checks lists them'],
  ['frameworks: [cis]', 'no framework is called "cis"; there is cis-eks-2.0.0'],
])('%s is refused before anything is bundled: every night would fail', (text, said) => {
  const file = join(folder, 'postern.yaml');
  writeFileSync(file, text);
  expect(() => readConfig(file)).toThrow(`${file}: ${said}`);
});
