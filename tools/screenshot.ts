import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { run } from '../cli/run.ts';
import { startBrowser } from '../test/real/browser.ts';

/** Writes `docs/report.png`, the picture in the README: the top of the demo's report in a window of 1280 × 874, as Chromium shows it. */
const largest = 300_000;
const folder = await mkdtemp(join(tmpdir(), 'postern-screenshot-'));
const browser = await startBrowser();
try {
  await run(['demo', '--format', 'html'], {
    cwd: folder,
    env: {},
    out: async () => undefined,
    err: () => undefined,
    terminal: { out: false, err: false, columns: 100 },
    now: () => new Date(),
    random: () => 0x3dbd3ed0,
    signal: new AbortController().signal,
  });
  const runs = join(folder, 'postern-demo', 'runs');
  const [id = ''] = await readdir(runs);
  const page = await browser.page();
  await page.send('Emulation.setDeviceMetricsOverride', { width: 1280, height: 874, deviceScaleFactor: 1, mobile: false });
  await page.open(pathToFileURL(join(runs, id, 'report.html')).href);
  const { data } = (await page.send('Page.captureScreenshot', { format: 'png' })) as { readonly data: string };
  const picture = Buffer.from(data, 'base64');
  if (picture.length > largest) throw new Error(`the picture has ${picture.length} bytes, more than ${largest}`);
  await writeFile('docs/report.png', picture);
  process.stdout.write(`docs/report.png: ${picture.length} bytes\n`);
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}
