import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { html } from '../../shared/report/html.ts';
import { emptyFolder, postern } from '../cli/console.ts';
import { hostileReport } from '../report/hostile.ts';
import { sampleReport, stream, textOf } from '../report/sample.ts';
import { type Browser, startBrowser } from './browser.ts';
import type { Page } from './devtools.ts';

let browser: Browser;
let report: string;
beforeAll(async () => {
  browser = await startBrowser();
  const cwd = emptyFolder();
  const { code } = await postern(['demo'], { cwd });
  expect(code).toBe(1);
  const [run = ''] = readdirSync(join(cwd, 'postern-demo/runs'));
  report = pathToFileURL(join(cwd, 'postern-demo/runs', run, 'report.html')).href;
});
afterAll(() => browser?.close());

const opened = async (url: string): Promise<Page> => {
  const page = await browser.page();
  await page.open(url);
  return page;
};
const sized = (page: Page, width: number, height: number) =>
  page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 });

/** In the page: the texts of a drawing that leave their box, or run into the next column. */
const textsOutOfPlace = `(path) => [...path.querySelectorAll('svg.step')].flatMap((step) => {
  const box = step.querySelector('.box').getBoundingClientRect();
  const texts = [...step.querySelectorAll('text')].map((one) => ({ text: one.textContent, at: one.getBoundingClientRect() }));
  const meet = (a, b) => a.at.left < b.at.right - 1 && b.at.left < a.at.right - 1 && a.at.top < b.at.bottom - 5 && b.at.top < a.at.bottom - 5;
  const out = texts.filter(({ at }) => at.left < box.left || at.right > box.right || at.top < box.top - 2 || at.bottom > box.bottom + 2);
  return [...out, ...texts.filter((a, index) => texts.slice(index + 1).some((b) => meet(a, b)))].map(({ text }) => text);
})`;

const telling = ['Runtime.consoleAPICalled', 'Runtime.exceptionThrown', 'Log.entryAdded', 'Page.javascriptDialogOpening'];

/** What a page that only shows itself never does, as far as a browser tells: all that it does but ask for its own address. */
const restless = ({ happenings }: Page): readonly string[] =>
  happenings
    .flatMap(({ method, params }): string[] => {
      const { url = '' } = (params.request ?? params) as { readonly url?: string };
      if (method === 'Network.requestWillBeSent') return params.documentURL === url ? [] : [`asks for ${url}`];
      if (method === 'Debugger.scriptParsed') return [`runs a script of ${url}`];
      return telling.includes(method) ? [`${method} ${JSON.stringify(params)}`] : [];
    })
    .map((text) => text.slice(0, 300));

test('a page that does what it should not is found out', async () => {
  const file = join(emptyFolder(), 'restless.html');
  writeFileSync(file, '<!doctype html><title>x</title><script>console.log(1)</script><img src="http://127.0.0.1:9/x.png">');
  const { href } = pathToFileURL(file);
  const found = restless(await opened(href));
  for (const part of [
    `runs a script of ${href}`,
    'Runtime.consoleAPICalled',
    'asks for http://127.0.0.1:9/x.png',
    'Log.entryAdded',
  ])
    expect(found).toContainEqual(expect.stringContaining(part));
});

describe('the report of the demo in a real browser', () => {
  test('runs nothing, asks for nothing, and has nothing to complain about', async () => {
    const page = await opened(report);
    expect(restless(page)).toEqual([]);
    expect(page.happenings.filter(({ method }) => method === 'Network.requestWillBeSent')).toHaveLength(1);
    expect(await page.evaluate('document.scripts.length')).toBe(0);
  });

  test('shows the findings, the worst of them without a click', async () => {
    const page = await opened(report);
    const seen = await page.evaluate<string>('document.body.innerText');
    for (const text of [
      'EKS reports KmsKeyMarkedForDeletion for this key',
      'the public endpoint is open to the whole internet (IPv4)',
    ])
      expect(seen).toContain(text);
    const box = `(() => { const { width, height } = [...document.querySelectorAll('.because')].find((one) => one.innerText.includes('KmsKey')).getBoundingClientRect(); return width * height; })()`;
    expect(await page.evaluate(box)).toBeGreaterThan(500);
  });

  test('has a policy under which a script does not run, were one to get in', async () => {
    const page = await opened(report);
    await page.evaluate(
      "(() => { const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script); })()",
    );
    await page.evaluate(
      'document.body.insertAdjacentHTML(\'beforeend\', \'<img src="http://127.0.0.1:9/" onerror="window.ran = true"><p style="color: red">\')',
    );
    expect(await page.evaluate("document.querySelector('img').decode().catch(() => 'blocked')")).toBe('blocked');
    expect(await page.evaluate('window.ran === undefined')).toBe(true);
    const blocked = page.happenings.filter(
      ({ method, params }) => method === 'Log.entryAdded' && JSON.stringify(params).includes('Content Security Policy'),
    );
    expect(blocked.length).toBeGreaterThanOrEqual(3);
  });

  test.each([
    [320, 640],
    [380, 800],
    [768, 1024],
    [1280, 900],
  ])('fits a window of %i × %i without scrolling sideways, with everything unfolded', async (width, height) => {
    const page = await opened(report);
    await sized(page, width, height);
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    const beyond = `[...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > ${width + 1} && !one.closest('pre, .scroll, svg')).map((one) => one.outerHTML.slice(0, 120))`;
    expect(await page.evaluate(beyond)).toEqual([]);
  });

  test.each([320, 380, 768, 1280, 1600])('draws the ways so that every text stands in its place, %i wide', async (width) => {
    const page = await opened(report);
    await sized(page, width, 900);
    await page.evaluate("document.querySelectorAll('details:has(.path)').forEach((one) => { one.open = true; })");
    const shown = "[...document.querySelectorAll('svg.path')].filter((one) => one.getBoundingClientRect().width > 0)";
    expect(await page.evaluate(`${shown}.length`)).toBe(await page.evaluate("document.querySelectorAll('.way').length"));
    expect(await page.evaluate(`${shown}.length`)).toBeGreaterThan(5);
    const height = `Math.min(...${shown}.flatMap((path) => [...path.querySelectorAll('text')].map((one) => one.getBoundingClientRect().height)))`;
    expect(await page.evaluate(height)).toBeGreaterThan(11);
    expect(await page.evaluate(`${shown}.flatMap(${textsOutOfPlace})`)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  test('prints', async () => {
    const page = await opened(report);
    const { data } = (await page.send('Page.printToPDF', { preferCSSPageSize: true })) as { readonly data: string };
    const pdf = Buffer.from(data, 'base64');
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(20_000);
  });
});

test('no string of a report acts in a real browser, either', async () => {
  const reports = fc.sample(hostileReport(sampleReport()), { numRuns: 20, seed: 1 });
  const folder = emptyFolder();
  for (const [index, hostile] of reports.entries()) {
    const file = join(folder, `${index}.html`);
    writeFileSync(file, await textOf(html(hostile, stream(hostile.verdicts))));
    const page = await opened(pathToFileURL(file).href);
    expect(restless(page)).toEqual([]);
    expect(await page.evaluate("document.querySelectorAll('script, img, iframe, object, embed, form, link').length")).toBe(0);
    await page.send('Page.close');
  }
});
