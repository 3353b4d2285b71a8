import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { run } from '../cli/run.ts';
import { startBrowser } from '../test/real/browser.ts';

/**
 * Writes the pictures of the documentation, of the demo's report in a window of 1280 × 874, as Chromium shows it: `docs/report.png`, its top,
 * and `docs/exposure.png`, a finding whose way from the internet is drawn.
 */
const largest = 300_000;
/** In the page: where the worst finding with a drawing is. */
const finding = `(() => { const { x, y, width, height } = document.querySelector('.finding:has(.way)').getBoundingClientRect(); return JSON.stringify({ x: x - 16, y: y + scrollY - 16, width: width + 32, height: height + 32, scale: 1 }); })()`;
const folder = await mkdtemp(join(tmpdir(), 'postern-screenshot-'));
const browser = await startBrowser();
try {
  await run(['demo', '--format', 'html'], {
    cwd: folder,
    env: {},
    stdin: () => process.stdin,
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
  const write = async (name: string, clip?: string) => {
    const { data } = (await page.send('Page.captureScreenshot', {
      format: 'png',
      ...(clip === undefined ? {} : { captureBeyondViewport: true, clip: JSON.parse(await page.evaluate<string>(clip)) }),
    })) as { readonly data: string };
    const picture = Buffer.from(data, 'base64');
    if (picture.length > largest) throw new Error(`${name} has ${picture.length} bytes, more than ${largest}`);
    await writeFile(`docs/${name}`, picture);
    process.stdout.write(`docs/${name}: ${picture.length} bytes\n`);
  };
  await write('report.png');
  await write('exposure.png', finding);
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}
