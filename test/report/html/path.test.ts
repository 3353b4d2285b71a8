import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../../shared/checks/check.ts';
import { drawn } from '../../../shared/report/html/path/draw.ts';
import { layout, narrow, wide } from '../../../shared/report/html/path/layout.ts';
import { type Font, width, wrapped } from '../../../shared/report/html/path/measure.ts';
import { stepsOf } from '../../../shared/report/html/path/steps.ts';
import { waysOf } from '../../../shared/report/html/path/ways.ts';
import { html } from '../../../shared/report/html.ts';
import type { Report, ReportVerdict } from '../../../shared/report/report.ts';
import { tries } from '../../whole.ts';
import { hostileString, longExamples } from '../hostile.ts';
import { sampleReport, stream, textOf } from '../sample.ts';
import { decoded, tokens } from '../tokens.ts';

const step = (kind: string, id = '', says = ''): Evidence => ({ kind, id, says });
const way: readonly Evidence[] = [
  step('internet', '0.0.0.0/0', 'the whole internet'),
  step('internet-gateway', 'igw-1', 'attached to vpc-1'),
  step('network-acl', 'acl-1', 'inbound rule 100 allows all protocols from 0.0.0.0/0'),
  step('load-balancer', 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/shop/245e', 'internet-facing'),
  step('security-group', 'sg-1', 'ingress rule: tcp 22 from 0.0.0.0/0'),
  step('security-group', 'sg-1', 'egress rule: tcp 22 to 0.0.0.0/0'),
  step('network-interface', 'eni-1', '10.0.0.6 is 198.35.27.5 on the internet'),
  step('port', '198.35.27.5:22/tcp', 'SSH (tcp 22)'),
];
const page = (verdicts: readonly ReportVerdict[]): Promise<string> => {
  const report: Report = sampleReport();
  return textOf(html(report, stream(verdicts)));
};
const verdict = (given: Partial<ReportVerdict>): ReportVerdict => ({
  ...(sampleReport().verdicts.find(({ status }) => status === 'fail') as ReportVerdict),
  evidence: way,
  ...given,
});
const drawings = (text: string): number => text.match(/<svg class="path wide/g)?.length ?? 0;
const markup = (fragment: string) => tokens(`<!doctype html>${fragment}`);

describe('ways', () => {
  test('begin at the internet and end at a port; all else is left as it is', () => {
    const also = step('instance', 'i-2', 'reached as well');
    expect(waysOf([...way, ...way, also])).toEqual({ ways: [way, way], rest: [also] });
    expect(waysOf([also, ...way.slice(0, 3)])).toEqual({ ways: [], rest: [also, ...way.slice(0, 3)] });
    expect(waysOf([...way.slice(0, 2), ...way])).toEqual({ ways: [way], rest: way.slice(0, 2) });
    expect(waysOf([step('port')])).toEqual({ ways: [], rest: [step('port')] });
  });
});

describe('the steps', () => {
  test('have short labels and ids, and say which rule opens the way', () => {
    const steps = stepsOf(way, undefined);
    expect(steps.map(({ role, label, id }) => `${role} ${label} ${id}`)).toEqual([
      'place Internet 0.0.0.0/0',
      'place Internet gateway igw-1',
      'gate Network ACL acl-1',
      'place Load balancer app/shop/245e',
      'gate Security group sg-1',
      'gate Security group sg-1',
      'place Interface eni-1',
      'place Port 198.35.27.5:22/tcp',
    ]);
    expect(steps.map(({ opens }) => opens).lastIndexOf(true)).toBe(4);
    expect(steps.filter(({ goal }) => goal)).toEqual([steps.at(-1)]);
  });

  test('of a way that is not certain have the doubt before the port', () => {
    const [doubt, port] = stepsOf(way, 'networkAcls could not be read').slice(-2);
    expect(doubt).toMatchObject({ role: 'doubt', label: 'Not known', says: 'networkAcls could not be read' });
    expect(port).toMatchObject({ goal: true });
  });

  test('of a long way are its first and its last, and the number of the others', () => {
    const long = [
      way[0] as Evidence,
      ...Array.from({ length: 400 }, (_, index) => step('subnet', `subnet-${index}`)),
      ...way.slice(-1),
    ];
    const steps = stepsOf(long, undefined);
    expect(steps).toHaveLength(19);
    expect(steps.filter(({ role }) => role === 'left')).toMatchObject([{ label: '384 more' }]);
    expect(steps.map(({ id }) => id)).toEqual(expect.arrayContaining(['subnet-0', 'subnet-399', '198.35.27.5:22/tcp']));
  });
});

describe('the texts', () => {
  const font: Font = { size: 11.5, face: 'sans' };

  test('break at spaces, then after marks, then anywhere, and end in an ellipsis', () => {
    const of = (text: string, most = 3) => wrapped(text, { size: 10, face: 'mono' }, 61, most);
    expect(of('one two three')).toEqual({ lines: ['one two', 'three'], cut: false });
    expect(of('subnet-1234567')).toEqual({ lines: ['subnet-', '1234567'], cut: false });
    expect(of('x'.repeat(20), 2)).toEqual({ lines: ['x'.repeat(10), 'x'.repeat(10)], cut: false });
    expect(of('x'.repeat(21), 2)).toEqual({ lines: ['x'.repeat(10), `${'x'.repeat(9)}…`], cut: true });
    expect(of('')).toEqual({ lines: [], cut: false });
  });

  test('fit the room, lose nothing but spaces unless they are cut, and no character is halved', () => {
    fc.assert(
      fc.property(hostileString, fc.integer({ min: 1, max: 5 }), (text, most) => {
        const whole = text.toWellFormed();
        const { lines, cut } = wrapped(whole, font, 120, most);
        expect(lines.length).toBeLessThanOrEqual(most);
        for (const line of lines) {
          expect(line.isWellFormed()).toBe(true);
          expect(width(line, font)).toBeLessThanOrEqual(120);
        }
        if (!cut) expect(lines.join('').replaceAll(/\s/g, '')).toBe(whole.replaceAll(/\s/g, ''));
      }),
      { numRuns: tries(60, 2_000) },
    );
  });

  test.each([wide, narrow])('stand inside of their step, and steps beneath each other: $name', (format) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(hostileString, hostileString), { maxLength: 12 }), (texts) => {
        const kinds = ['subnet', 'security-group', 'network-acl', 'whatever'];
        const given = texts.map(([id, says], index) => step(kinds[index % kinds.length] ?? '', id, says));
        const { steps, height } = layout(stepsOf([way[0] as Evidence, ...given, ...way.slice(-1)], 'x'.repeat(500)), format);
        let bottom = 0;
        for (const one of steps) {
          expect(one.y).toBeGreaterThanOrEqual(bottom);
          bottom = one.y + one.height;
          for (const { y } of one.lines) expect(y > 8 && y < one.height - 3).toBe(true);
        }
        expect(height).toBeGreaterThan(bottom);
      }),
      { numRuns: tries(20, 500) },
    );
  });
});

describe('a drawing', () => {
  test('has a name, its steps in words, and is the same every time', () => {
    const text = String(drawn(way, undefined));
    expect(text).toBe(String(drawn(way, undefined)));
    expect(text.match(/role="img"/g)).toHaveLength(2);
    expect(text).toContain('<title>The way from the internet to 198.35.27.5:22/tcp</title>');
    expect(text).toContain('<desc>8 steps: Internet, Internet gateway, Network ACL, Load balancer,');
    expect(text).not.toContain('perhaps');
    expect(String(drawn(way, 'unread'))).toContain('class="path wide perhaps"');
  });

  test('of hostile strings has the markup of a benign one, and no hazard', () => {
    const shape = (fragment: string) =>
      new Set(markup(fragment).markup.flatMap(({ tag, attributes }) => [tag, ...attributes.map(([name]) => `${tag} ${name}`)]));
    const benign = shape(
      String(drawn([...way, ...way, ...way].filter(({ kind }) => kind !== 'port').concat(way.slice(-1)), 'x'.repeat(900))),
    );
    fc.assert(
      fc.property(
        fc.array(hostileString, { minLength: 3, maxLength: 3 }),
        hostileString,
        ([id = '', says = '', kind = ''], unless) => {
          const hostile = way.map((one) => ({ ...one, id, says }));
          const text = String(drawn([...hostile.slice(0, 1), step(kind, id, says), ...hostile.slice(1)], unless));
          expect([...shape(text)].filter((name) => !benign.has(name))).toEqual([]);
          expect(text.isWellFormed()).toBe(true);
          expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
        },
      ),
      { numRuns: tries(40, 1_000) },
    );
  });

  test('of strings of any length is bounded', () => {
    for (const long of longExamples) {
      const text = String(
        drawn(
          way.map((one) => ({ ...one, id: long, says: long })),
          long,
        ),
      );
      expect(text.length).toBeLessThan(100_000);
      expect(text).toContain('…');
    }
  });
});

describe('the page', () => {
  test('draws the way of a failure and of what is unknown, with all steps as a list beneath', async () => {
    const text = await page([verdict({}), verdict({ status: 'unknown', because: 'reachable unless something forbids it' })]);
    expect(drawings(text)).toBe(2);
    expect(text.match(/class="path wide perhaps"/g)).toHaveLength(1);
    expect(text.match(/<summary>8 steps as a list<\/summary>/g)).toHaveLength(2);
    for (const { says } of way) expect(decoded(text)).toContain(`<bdi class="says">${says}</bdi>`);
    tokens(text);
  });

  test('of several ways of a finding shows one and folds two; the steps of others are a list', async () => {
    const text = await page([verdict({ evidence: [way, way, way, way].flat() })]);
    expect(drawings(text)).toBe(3);
    expect(text).toContain('<summary>2 more ways</summary>');
    expect(text.match(/0\.0\.0\.0\/0<\/code><\/bdi> <bdi class="says">the whole internet/g)).toHaveLength(4);
  });

  test('draws so many of a group, and so many in all, and lists the others', async () => {
    const one = (check: string) =>
      Array.from({ length: 30 }, (_, index) => verdict({ check, because: `${check} ${index}`, id: `${check}-${index}` }));
    const checks = Object.keys(sampleReport().checks);
    expect(drawings(await page(one(checks[0] ?? '')))).toBe(12);
    const text = await page(['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap(one));
    expect(drawings(text)).toBe(60);
    expect(text.length).toBeLessThan(2_000_000);
  });
});
