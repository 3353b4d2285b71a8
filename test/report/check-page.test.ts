import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base } from '../../shared/checks/base.ts';
import { checks } from '../../shared/checks/index.ts';
import { type CheckPage, checkIndex, checkPage } from '../../shared/report/check-page.ts';
import { departure } from '../../shared/report/departure.ts';
import { code, fenced, plain } from '../../shared/report/markdown.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('`', '|', '<', '\n', '\\', '*', '#', '-', '1', '.', ' ', '[', ']', '(', ')', '@', '\u202e', '\u001b'),
  }),
);
const hidden = /[\p{Cc}\p{Cf}\p{Cs}]/u;

describe('code', () => {
  it('is one span that nothing in it ends', () => {
    fc.assert(
      fc.property(text, (given) => {
        const span = code(given);
        fc.pre(given !== '');
        const [, fence = '', inner = ''] = /^(`+)(.*?)`+$/.exec(span) ?? [];
        expect(span.endsWith(fence)).toBe(true);
        const runs = span.slice(fence.length, -fence.length).match(/`+/g) ?? [];
        expect(runs.every((run) => run.length < fence.length)).toBe(true);
        expect(inner.startsWith('`')).toBe(false);
        expect(span).not.toMatch(hidden);
      }),
    );
  });

  it('keeps what it is given', () => {
    expect(code('')).toBe('');
    expect(code('a b')).toBe('`a b`');
    expect(code('a`b')).toBe('``a`b``');
    expect(code('`a')).toBe('`` `a ``');
    expect(code(' a ')).toBe('`  a  `');
    expect(code('a\u001b[31m')).toBe('`a\\u{1b}[31m`');
  });
});

describe('fenced', () => {
  it('is one block that no line of it ends', () => {
    fc.assert(
      fc.property(fc.array(text), (lines) => {
        const [first = '', ...rest] = fenced(lines).split('\n');
        expect(first).toMatch(/^`{3,}$/);
        expect(rest.at(-1)).toBe(first);
        expect(rest.slice(0, -1)).toHaveLength(lines.length);
        expect(rest.slice(0, -1).every((line) => !line.includes(first))).toBe(true);
      }),
    );
  });
});

describe('plain', () => {
  it('leaves nothing active', () => {
    fc.assert(
      fc.property(text, (given) => {
        const shown = plain(given);
        expect(shown).not.toMatch(hidden);
        expect(shown.replace(/\\[^a-z]/gi, '').replace(/&#\d+;/g, '')).not.toMatch(/[`*_[\]<>|~#]|https?:|www\.|@/i);
        expect(shown).not.toMatch(/^\s*([-+=]|\d+[.)](\s|$))/);
      }),
    );
  });

  it.each([
    ['a <b> & c', 'a \\<b\\> \\& c'],
    ['![x](javascript:1)', '!\\[x\\](javascript:1)'],
    ['see https://evil.example', 'see https&#58;//evil.example'],
    ['WWW.evil.example', 'WWW&#46;evil.example'],
    ['me@evil.example', 'me&#64;evil.example'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['5.4.1 Private access', '5.4.1 Private access'],
    ['| cell', '\\| cell'],
  ])('%s', (given, shown) => {
    expect(plain(given)).toBe(shown);
  });
});

describe('departure', () => {
  const [cluster] = base.clusters.items;
  it.each([
    [
      'a member',
      { clusters: { ...base.clusters, items: [{ ...cluster, version: '1.35' }] } },
      ['clusters[shop].version: "1.35"'],
    ],
    [
      'a member that is gone',
      { clusters: { ...base.clusters, items: [{ ...cluster, version: undefined }] } },
      ['clusters[shop].version: absent'],
    ],
    [
      'an unknown member',
      { clusters: { ...base.clusters, items: [{ ...cluster, version: { known: false, why: 'no' } }] } },
      ['clusters[shop].version: not known (no)'],
    ],
    ['an unknown fact', { clusters: { known: false, why: 'denied' } }, ['clusters: not known (denied)']],
    [
      'an item more',
      { keys: { ...base.keys, items: [...base.keys.items, { arn: 'k', tags: {}, keyState: 'x' }] } },
      ['keys[k]: {"arn":"k","keyState":"x"}'],
    ],
    ['an item less', { keys: { ...base.keys, items: [] } }, [`keys[${base.keys.items[0]?.arn}]: absent`]],
    [
      'an item that could not be read',
      { keys: { ...base.keys, items: [], missing: [{ id: base.keys.items[0]?.arn, why: 'denied' }] } },
      [`keys[${base.keys.items[0]?.arn}]: not known (denied)`],
    ],
    ['a value', { accountSummary: { known: true, value: { rootAccessKeys: 1 } } }, ['accountSummary.rootAccessKeys: 1']],
    [
      'a list of texts',
      { clusters: { ...base.clusters, items: [{ ...cluster, subnetIds: [] }] } },
      ['clusters[shop].subnetIds: []'],
    ],
    ['nothing', { clusters: base.clusters }, []],
  ])('%s', (_, after, lines) => {
    const before = Object.fromEntries(Object.keys(after).map((name) => [name, base[name as keyof typeof base]]));
    expect(departure(before, after)).toEqual(lines);
  });

  it('shows no more than the beginning of a long value', () => {
    const [line = ''] = departure({ a: '' }, { a: 'x'.repeat(1000) });
    expect(line).toHaveLength('a: '.length + 241);
  });
});

describe('checkPage', () => {
  const [check] = checks;
  const page: CheckPage = { check, examples: [], reads: { aws: [], kubernetes: [] }, controls: [] };

  it('takes no string of an example for Markdown', () => {
    fc.assert(
      fc.property(text, (given) => {
        const expected = { resource: given, status: given, because: given };
        const hostile = checkPage({ ...page, examples: [{ says: given, departure: [given], expect: [expected] }] });
        const lines = (made: string) => made.split('\n').length;
        const harmless = checkPage({
          ...page,
          examples: [{ says: 'a', departure: ['a'], expect: [{ ...expected, because: 'a' }] }],
        });
        expect(lines(hostile)).toBe(lines(harmless));
        expect(hostile.replaceAll('\n', '')).not.toMatch(hidden);
      }),
    );
  });

  it('says what a check does without', () => {
    expect(checkPage(page)).toContain('Nothing beyond what the scan is told.');
    expect(checkPage(page)).not.toContain('not-applicable');
    expect(checkPage({ ...page, each: { item: 'node-group', none: 'no node group' } })).toContain(
      '- **not-applicable**: no node group; or',
    );
  });

  it('says which control it has a part in', () => {
    const control = { framework: 'CIS', control: '5.4.2', title: 'Private', part: true };
    expect(checkPage({ ...page, controls: [control] })).toContain('| CIS | 5.4.2 Private (in part) |');
    expect(checkPage({ ...page, controls: [{ ...control, part: false }] })).toContain('| CIS | 5.4.2 Private |');
  });

  it('lists every check', () => {
    expect(checkIndex(checks).match(/\.md\)/g)).toHaveLength(checks.length);
  });
});

it('a pod that differs as its template does says so in one line, and one that differs otherwise says how', () => {
  const [check] = checks;
  if (check === undefined) throw new Error('there is a check');
  const shown = (...lines: string[]) =>
    checkPage({
      check,
      reads: { aws: [], kubernetes: [] },
      controls: [],
      examples: [{ says: 'a', departure: lines, expect: [] }],
    });
  const of = (member: string) => [`controllers[Deployment/web].template.spec.${member}`, `pods[web-1].spec.${member}`];
  expect(shown(...of('a: 1'), ...of('b: 2'))).toContain('spec.b: 2\n');
  expect(shown(...of('a: 1'), ...of('b: 2')).match(/pods\[web-1\].*/g)).toEqual(['pods[web-1].spec: as its template']);
  expect(shown(...of('a: 1'), 'pods[web-1].spec.c: 3').match(/pods\[web-1\].*/g)).toEqual([
    'pods[web-1].spec: as its template',
    'pods[web-1].spec.c: 3',
  ]);
  expect(shown(...of('a: 1'), of('b: 2')[0] ?? '').match(/pods\[web-1\].*/g)).toEqual(['pods[web-1].spec.a: 1']);
});
