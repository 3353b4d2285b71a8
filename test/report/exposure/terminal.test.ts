import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExposureRow, RegionExposures } from '../../../shared/report/exposure/row.ts';
import { exposureTerminal } from '../../../shared/report/exposure/terminal.ts';
import { columns } from '../../../shared/report/terminal/layout.ts';
import { expectGolden } from '../../golden/golden.ts';
import { hostileString, longExamples } from '../hostile.ts';
import { stream, textOf } from '../sample.ts';
import { sampleRegions, ssh, withStrings } from './sample.ts';

const render = (regions: readonly RegionExposures[], options: Parameters<typeof exposureTerminal>[0] = { colour: false }) =>
  textOf(exposureTerminal(options)(stream(regions)));
const region = (exposures: readonly ExposureRow[], more: Partial<RegionExposures> = {}): RegionExposures => ({
  target: { account: '111122223333', region: 'eu-central-1' },
  exposures,
  unknown: [],
  ...more,
});
const interfaces = (amount: number): readonly ExposureRow[] =>
  Array.from({ length: amount }, (_, index) => ({
    ...ssh,
    internet: false,
    // Each in its own way.
    sources: [`52.10.${index % 256}.${index >> 8}/32`],
    resource: { ...ssh.resource, id: `eni-${index}` },
  }));

/** Our own SGR sequences, by number, so that any other escape stands out. */
const ours = new RegExp(`${String.fromCharCode(27)}\\[(?:0|1|2|31|33|35)m`, 'g');
const hazard = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

describe('exposures on a terminal', () => {
  test.each([80, 120])('in %i columns', async (width) => {
    expectGolden(`exposure/sample-${width}.txt`, await render(sampleRegions(), { colour: false, width }));
  });

  test('say so when there is none, and never more than was seen', async () => {
    expect(await render([region([])])).toBe('Nothing in 1 Region can be reached from the internet.\n');
    const unread = sampleRegions().slice(2);
    expect((await render(unread)).split('\n')[0]).toBe('Nothing that could be judged can be reached from the internet.');
  });

  test('are not wider than the terminal', async () => {
    for (const width of [0, 44, 60, 80, 100, 120, 500])
      for (const line of (await render(sampleRegions(), { colour: false, width })).split('\n'))
        expect(columns(line), line).toBeLessThanOrEqual(Math.min(Math.max(width, 44), 160));
  });

  test('are the same with colour, but for the colour', async () => {
    const plain = await render(sampleRegions());
    const coloured = await render(sampleRegions(), { colour: true });
    expect(coloured).not.toBe(plain);
    expect(coloured.replaceAll(ours, '').replaceAll(/ +$/gm, '')).toBe(plain);
  });

  test('of a large estate are the gravest, and the number of the others', async () => {
    const open = interfaces(3).map(
      (row, index): ExposureRow => ({ ...row, resource: { ...row.resource, id: `open-${index}` }, internet: true }),
    );
    const text = await render([region([...interfaces(500), ...open])]);
    expect(text).toMatch(
      /^503 interfaces can be reached from the internet, 3 of them from anywhere: 503 paths in 1 of 1\s+Region\./,
    );
    expect(text.indexOf('open-0')).toBeLessThan(text.indexOf('eni-0'));
    expect(text).toContain('and 463 more interfaces; --format json has all');
    const many = await render(Array.from({ length: 60 }, () => region(interfaces(2))));
    expect(many).toContain('and 20 more Regions; --format json has all');
    expect(many.split('\n').length).toBeLessThan(400);
    const rows = await render([region(Array<ExposureRow>(100).fill(ssh))]);
    expect(rows).toContain('and 94 more paths; --format json has all');
  });

  test('say once what is the same of many', async () => {
    const nodes = Array.from(
      { length: 20 },
      (_, index): ExposureRow => ({
        ...ssh,
        resource: { type: 'network-interface', id: `eni-${index}`, instance: `i-${index}` },
        address: `54.93.0.${index}`,
        path: [...ssh.path, { kind: 'network-interface', id: `eni-${index}`, says: `10.0.0.${index} is 54.93.0.${index}` }],
      }),
    );
    const behind = nodes.map(
      (row, index): ExposureRow => ({
        ...row,
        address: 'shop.example',
        via: 'shop',
        to: { address: `10.0.0.${index}`, ports: [[30_080, 30_080]] },
      }),
    );
    const text = await render([region(nodes.flatMap((row, index) => [row, behind[index] as ExposureRow]))], {
      colour: false,
      width: 160,
    });
    expect(text.split('\n').slice(3)).toEqual([
      '  eni-0 (i-0), eni-1 (i-1), eni-2 (i-2), eni-3 (i-3), eni-4 (i-4), eni-5 (i-5) and 14 more · cluster storefront',
      '    tcp 22 on 54.93.0.0, 54.93.0.1, 54.93.0.2, 54.93.0.3, 54.93.0.4, 54.93.0.5 and 14 more · from the internet',
      expect.stringMatching(/^ {6}internet → igw-1 → .* → sg-1 admits tcp 22 from 0\.0\.0\.0\/0$/),
      expect.stringMatching(
        /^ {4}tcp 22 on shop\.example · from the internet · through shop, to port 30080 of 10\.0\.0\.0, .* 14 more$/,
      ),
      expect.stringMatching(/^ {6}to 10\.0\.0\.0: internet → igw-1 → /),
      '      from 0.0.0.0/0 → 10.0.0.0 is 54.93.0.0',
      '',
    ]);
  });

  test('group what is unknown by its reason', async () => {
    const unknown = Array.from({ length: 20 }, (_, index) => ({
      target: { account: '111122223333', region: 'eu-central-1' },
      resource: { type: 'network-interface', id: `eni-${index}` },
      why: 'AccessDenied: ec2:DescribeSecurityGroups',
    }));
    const text = await render([region([], { unknown })]);
    expect(text.match(/AccessDenied/g)).toHaveLength(1);
    expect(text).toContain('on eni-0, eni-1, eni-2, eni-3, eni-4, eni-5 and 14 more');
  });

  test('show what would act on a terminal', async () => {
    const strings = fc.array(hostileString, { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(strings, fc.boolean(), async (given, colour) => {
        let at = 0;
        const text = await render(
          withStrings(sampleRegions(), () => given[at++ % given.length] ?? ''),
          { colour },
        );
        expect(text.replaceAll(ours, '').replaceAll('\n', '')).not.toMatch(hazard);
      }),
      { numRuns: 50 },
    );
  });

  test.each(longExamples.map((text, index) => [index, text] as const))('bound what is long (%i)', async (_, text) => {
    expect((await render(withStrings(sampleRegions(), () => text))).length).toBeLessThan(200_000);
  });
});
