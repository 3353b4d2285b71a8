import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ReachAnswer, reachTerminal, verdictOf } from '../../../shared/report/exposure/reach.ts';
import { columns } from '../../../shared/report/terminal/layout.ts';
import { hostileString } from '../hostile.ts';
import { sampleRegions, ssh } from './sample.ts';

const yes: ReachAnswer = {
  what: 'tcp 22 of eni-1 in eu-central-1',
  from: 'the internet',
  reachable: true,
  rows: [ssh],
  stoppedBy: [],
  change: {
    to: 'close',
    steps: [{ kind: 'security-group', id: 'sg-1', says: 'remove the ingress rule: tcp 22 from 0.0.0.0/0' }],
  },
  unknown: [],
};
const { change: _, ...unchanged } = yes;
const no: ReachAnswer = {
  ...unchanged,
  reachable: false,
  rows: [],
  stoppedBy: [{ kind: 'route-table', id: 'rtb-main', says: 'no route leads an answer back to the internet gateway' }],
};
const unknown = sampleRegions()[0]?.unknown ?? [];
const unless = [{ fact: 'networkAcls', why: 'AccessDenied: ec2:DescribeNetworkAcls' }];
const render = (answer: ReachAnswer, width = 100) => [...reachTerminal(answer, { colour: false, width })].join('');

describe('an answer', () => {
  test('begins with yes, no or unknown', () => {
    expect(render(yes)).toMatch(
      /^yes: tcp 22 of eni-1 in eu-central-1 can be reached from the internet\.\n {4}tcp 22 on 54\.93\.0\.10/,
    );
    expect(render(no)).toBe(
      [
        'no: tcp 22 of eni-1 in eu-central-1 cannot be reached from the internet.',
        'Stopped by',
        '    route table rtb-main: no route leads an answer back to the internet gateway',
        '',
      ].join('\n'),
    );
    expect(render({ ...no, unknown })).toMatch(
      /^unknown: tcp 22 of eni-1 in eu-central-1 may be reachable from the internet\.\n/,
    );
    expect(render({ ...yes, rows: [{ ...ssh, unless }] }, 160)).toMatch(
      /^unknown: .* can be reached from the internet, unless what could not be read forbids it\.\n/,
    );
  });

  test('is turned by nothing that was not read', () => {
    expect(verdictOf(yes)).toBe('yes');
    expect(verdictOf({ ...yes, unknown })).toBe('yes');
    expect(verdictOf({ ...yes, rows: [{ ...ssh, unless }, ssh] })).toBe('yes');
    expect(verdictOf({ ...yes, rows: [{ ...ssh, unless }] })).toBe('unknown');
    expect(verdictOf(no)).toBe('no');
    expect(verdictOf({ ...no, unknown })).toBe('unknown');
  });

  test('says what would change it, and why it is unknown', () => {
    expect(render(yes)).toContain(
      'The smallest change that would close it\n    security group sg-1: remove the ingress rule: tcp 22 from 0.0.0.0/0\n',
    );
    expect(render({ ...no, change: { to: 'open', steps: no.stoppedBy } })).toContain(
      'The smallest change that would open it\n    route table rtb-main: no route',
    );
    expect(render({ ...no, unknown })).toContain(
      'unknown of eni-9: AccessDenied: ec2:DescribeSecurityGroups; allow ec2:DescribeSecurityGroups',
    );
  });

  test('names what may have been meant', () => {
    expect(render({ ...no, unknown, near: ['eni-2', 'eni-3'] })).toContain('\n    near are eni-2, eni-3\n');
  });

  test('is bounded, and not wider than the terminal, whatever the strings', () => {
    fc.assert(
      fc.property(
        fc.array(hostileString, { minLength: 3, maxLength: 10 }),
        fc.integer({ min: 0, max: 200 }),
        (strings, width) => {
          const [what = '', from = '', says = ''] = strings;
          const step = { kind: says, id: from, says: what };
          const hostile = {
            what,
            from,
            change: { to: 'open' as const, steps: Array(50).fill(step) },
            rows: Array(50).fill({ ...ssh, path: [step] }),
            stoppedBy: Array(50).fill(step),
          };
          for (const answer of [
            { ...yes, ...hostile },
            { ...no, ...hostile, rows: [], unknown: Array(50).fill(unknown[0]) },
          ]) {
            const lines = render(answer, width).split('\n');
            expect(lines.length).toBeLessThan(2_000);
            for (const line of lines) {
              expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
              expect(columns(line)).toBeLessThanOrEqual(Math.min(Math.max(width, 44), 160));
            }
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
