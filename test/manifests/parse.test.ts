import { describe, expect, test } from 'vitest';
import { bounds } from '../../shared/manifests/bounds.ts';
import { objectsIn } from '../../shared/manifests/objects.ts';
import { parseDocuments } from '../../shared/manifests/parse.ts';
import { tries } from '../whole.ts';

const budget = () => ({ values: bounds.values });
const parse = (text: string, values: number = bounds.values) => [...parseDocuments(text, 'a.yaml', { values })];
const values = (text: string) =>
  parse(text).map((one) => ('document' in one ? one.document.value : { problem: one.problem.why }));
const value = (text: string) => values(text)[0];
const problems = (text: string, most?: number) => parse(text, most).flatMap((one) => ('problem' in one ? [one.problem] : []));

describe('scalars are what kubectl takes them for', () => {
  test.each([
    ['true yes Yes YES y on ON', true],
    ['false no No n N off Off', false],
    ['~ null Null NULL', null],
    ['tRUE yEs nOn', 'text'],
    ['0777 0o777 511', 511],
    ['0x1F 0X1f 31 +31 3_1 0b11111', 31],
    ['-0x1F -31 -037', -31],
    ['08 8.0 8. 8e0 .8e1 +8', 8],
    ['1:30 2026-11-21 0x 1.2.3 _1 --1 1e 0o8x ._5 1e999', 'text'],
    ['18446744073709551616', 18446744073709552000],
  ])('%s', (spellings, expected) => {
    for (const spelling of spellings.split(' '))
      expect(value(`a: ${spelling}`), spelling).toEqual({ a: expected === 'text' ? spelling : expected });
  });

  test('in quotes and in blocks they are text, and a tag says what they are', () => {
    expect(value(`a: "yes"\nb: '0777'\nc: |\n  yes\nd: !!str yes\ne: !!int "0777"\nf: !!binary aGk=\ng: !!float 3`)).toEqual({
      a: 'yes',
      b: '0777',
      c: 'yes\n',
      d: 'yes',
      e: 511,
      f: 'hi',
      g: 3,
    });
  });

  test('keys are written as JSON has them', () => {
    expect(value('yes: 1\n0x10: 2\n1_5: 3\n"no": 4')).toEqual({ true: 1, 16: 2, 15: 3, no: 4 });
  });

  test.each([
    ['~: 1', /a key that is no text$/],
    ['1.5: 1', /a key that is no text$/],
    ['1e3: 1', /a key that is no text$/],
    ['? [a]\n: 1', /a key that is no text$/],
    ['.inf: 1', /\.inf has no place in JSON$/],
    ['a: .nan', /\.nan has no place in JSON$/],
    ['a: !!int x', /this is not a int$/],
    ['a: !!binary "*"', /this is not a binary$/],
    ['a: !!js/function "function(){}"', /a tag that no manifest has$/],
    ['a: ! x', /a tag that no manifest has$/],
    ['a: !vault x', /a tag that no manifest has$/],
    ['!!python/object:os.system {a: b}', /a tag that no manifest has$/],
    ['a: !!set {b}', /a tag that no manifest has$/],
  ])('%s is an error', (text, why) => {
    expect(problems(text)).toEqual([expect.objectContaining({ why: expect.stringMatching(why) })]);
  });
});

describe('aliases, merge keys and keys that stand twice', () => {
  test('an alias is the latest anchor before it', () => {
    expect(value('a: &x 1\nb: *x\nc: &x 2\nd: *x')).toEqual({ a: 1, b: 1, c: 2, d: 2 });
  });

  test('a merge key merges where it stands, the first of several sources first', () => {
    const anchors = 'x: &x {a: 1, b: 1}\ny: &y {a: 2, c: 2}\n';
    const merged = (text: string) => (value(`${anchors}z:\n${text}`) as { z: unknown }).z;
    expect(merged('  <<: *x\n  a: 3')).toEqual({ a: 3, b: 1 });
    expect(merged('  a: 3\n  <<: *x')).toEqual({ a: 1, b: 1 });
    expect(merged('  <<: [*x, *y]')).toEqual({ a: 1, b: 1, c: 2 });
    expect(merged('  <<: {d: 4}\n  "<<": 5')).toEqual({ d: 4, '<<': 5 });
  });

  test('the last of two equal keys counts', () => {
    expect(value('a: 1\nb: 2\na: 3')).toEqual({ a: 3, b: 2 });
    expect(value('{"a": 1, "a": 2}')).toEqual({ a: 2 });
  });

  test.each([
    ['a: *x', /there is no anchor of its name before this alias$/],
    ['a: *x\nb: &x 1', /there is no anchor of its name before this alias$/],
    ['a: &x [*x]', /an anchor that contains itself$/],
    ['a: &x\n  <<: *x', /an anchor that contains itself$/],
    ['a: 1\n<<: 2', /<< needs a mapping, or a list of mappings$/],
    ['a: &x [1]\nb: {<<: *x}', /<< needs a mapping/],
  ])('%s is an error', (text, why) => {
    expect(problems(text)).toEqual([expect.objectContaining({ why: expect.stringMatching(why) })]);
  });

  test('__proto__ is never a key', () => {
    for (const text of ['__proto__: {a: 1}\nb: 2', '{"__proto__": {"a": 1}, "b": 2}', '<<: {__proto__: {a: 1}}\nb: 2']) {
      const read = value(text) as object;
      expect(Object.keys(read)).toEqual(['b']);
      expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
      expect(({} as { a?: number }).a).toBeUndefined();
    }
  });
});

describe('a stream', () => {
  test('one document that is malformed does not hide the others, and has its line and column', () => {
    const parsed = parse('a: 1\n---\nb: [\n---\n# only a comment\n---\nc: "\\q"\n--- # said\nd: 4\n');
    expect(parsed.map((one) => ('document' in one ? one.document.value : [one.problem.line, one.problem.column]))).toEqual([
      { a: 1 },
      [4, 1],
      [7, 5],
      { d: 4 },
    ]);
  });

  test('documents begin where their content does', () => {
    const lines = parse('# x\n\na: 1\n---\n\n# y\nb: 2\n').map((one) => 'document' in one && one.document.line);
    expect(lines).toEqual([3, 7]);
  });

  test('what stands behind a separator is an error, as with kubectl', () => {
    expect(problems('--- {a: 1}\nb: 2\n---\nc: 3').map(({ line, why }) => [line, why])).toEqual([
      [1, 'a.yaml:1:1: a separator --- with something behind it'],
    ]);
    expect(values('---\n---\n--- # nothing\na: 1\n---')).toEqual([{ a: 1 }]);
  });

  test('a byte order mark and other ends of lines are none of its content', () => {
    expect(values('\ufeffa: 1\r\n---\r\nb: |\r\n  x\r\n')).toEqual([{ a: 1 }, { b: 'x\n' }]);
    expect(value('\ufeff{"a": 1}')).toEqual({ a: 1 });
  });

  test('JSON is read as JSON: a stream of objects, tabs, strings that look like others', () => {
    expect(values('{\n\t"a": "yes",\n\t"b": ["}", "\\""]\n}\n{"c": 1}\n\n{"d": 0.5}')).toEqual([
      { a: 'yes', b: ['}', '"'] },
      { c: 1 },
      { d: 0.5 },
    ]);
    expect(parse('{"a": 1}\n\n{"b": 1}').map((one) => 'document' in one && one.document.line)).toEqual([1, 3]);
    expect(value('{a: yes}')).toEqual({ a: true });
    expect(problems('{"a": 1')[0]?.line).toBe(1);
  });

  test('a template that was not rendered is told as that', () => {
    for (const text of ['{{- if .Values.on }}\na: 1\n{{- end }}', 'a: {{ .Values.a }}', 'a: b\n{{ include "x" . }}'])
      expect(problems(text)[0]?.action).toMatch(/helm template CHART/);
  });

  test('an error says where it stands, and nothing of what stands there', () => {
    const values = [
      '*hunter2',
      '!hunter2',
      '!!hunter2',
      '!!int hunter2',
      '!h!hunter2',
      '!<hunter2',
      '|hunter2\n  x',
      '>hunter2\n  x',
    ];
    const more = [
      '"a"hunter2',
      '@hunter2',
      '%hunter2',
      '"\\uhunter2"',
      'a: hunter2',
      '[hunter2, ]]',
      '"hunter2\nx: y',
      '`hunter2`',
    ];
    const texts = [...values, ...more].map((text) => `data:\n  password: ${text}\n`);
    for (const text of [
      ...texts,
      '--- password: hunter2\n',
      '%hunter2\n---\na: 1',
      '%YAML hunter2\n---\na: 1',
      '{"a": "hunter2",, }',
    ]) {
      expect(problems(text).length, text).toBeGreaterThan(0);
      expect(JSON.stringify(problems(text))).not.toMatch(/hunter/);
    }
  });

  test('line breaks that only some readers see are errors', () => {
    for (const character of ['\u0085', '\u2028', '\u2029', '\r', '\u0000', '\u001b', '\ufeff', '\uffff'])
      expect(problems(`a: 1\nb: x${character}c: 2`)[0]).toMatchObject({ line: 2, column: 5 });
  });
});

describe('bounds', () => {
  test('aliases that explode are one error, soon', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let at = 1; at < 12; at++) lines.push(`a${at}: &a${at} [${`*a${at - 1},`.repeat(10)}]`);
    const most = tries(20_000, bounds.values);
    expect(problems(lines.join('\n'), most).map(({ why }) => why)).toEqual([expect.stringMatching(/more than \d+ values/)]);
    const merges = ['a0: &a0 {}'];
    for (let at = 1; at < 12; at++) merges.push(`a${at}: &a${at} {<<: [${`*a${at - 1},`.repeat(10)}]}`);
    expect(problems(merges.join('\n'), most).length).toBe(1);
  });

  test('many such documents share what all of them may take', () => {
    const spent = { values: 1_000 };
    const text = `a: [${'x,'.repeat(600)}]\n---\nb: [${'x,'.repeat(600)}]\n---\nc: 1`;
    const results = [...parseDocuments(text, 'a.yaml', spent)].map((one) => 'problem' in one);
    expect(results).toEqual([false, true, true]);
  });

  test('nesting without end is one error', () => {
    const deep = tries(500, 50_000);
    for (const text of [
      '['.repeat(deep),
      '- '.repeat(deep),
      '{"a":'.repeat(deep),
      `${'['.repeat(150)}${']'.repeat(150)}`,
      '? '.repeat(deep),
    ])
      expect(problems(text).length).toBe(1);
    expect(problems(`{"a":${'['.repeat(deep)}${']'.repeat(deep)}}`)[0]?.why).toMatch(/nested deeper than 100 levels$/);
  });

  test('a million documents are read up to the bound, then one error', () => {
    const parsed = parse('---\n'.repeat(1_000_000));
    expect(parsed).toEqual([]);
    const many = parse('#\n---\n'.repeat(bounds.documentsOfFile + 5_000));
    expect(many).toMatchObject([{ problem: { line: 2 * bounds.documentsOfFile + 1, action: 'split the file' } }]);
  });

  test('a document that is too large is one error, and the next is read', () => {
    const parsed = parse(`a: ${'x'.repeat(bounds.document)}\n---\nb: 1`);
    expect(parsed.map((one) => 'problem' in one)).toEqual([true, false]);
  });
});

describe('objects', () => {
  const object = (name: string, more = '') => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\n${more}`;
  const entries = (text: string) => [...objectsIn(text, 'a.yaml', budget())];
  const seen = (text: string) =>
    entries(text).map((entry) =>
      'object' in entry ? `${entry.object.apiVersion} ${entry.object.kind} ${entry.object.line}` : Object.keys(entry)[0],
    );

  test('lists are taken apart, each entry with its line, in YAML and in JSON', () => {
    const yaml =
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n- apiVersion: apps/v1\n  kind: Deployment\n';
    expect(seen(yaml)).toEqual(['v1 Pod 4', 'apps/v1 Deployment 6']);
    const json =
      '{"kind": "PodList",\n"apiVersion": "v1", "items": [\n{"a": [{}]},\n\n{"kind": "Job", "apiVersion": "batch/v1"}]}';
    expect(seen(json)).toEqual(['v1 Pod 3', 'batch/v1 Job 5']);
    expect(seen('apiVersion: apps/v1\nkind: DeploymentList\nitems: []')).toEqual([]);
  });

  test('lists in lists have an end', () => {
    let text = '{apiVersion: v1, kind: Pod}';
    for (let at = 0; at < 8; at++) text = `{apiVersion: v1, kind: List, items: [${text}]}`;
    expect(seen(text)).toEqual(['problem']);
  });

  test('what is no object of Kubernetes is skipped', () => {
    expect(seen(`${object('a')}---\nreplicas: 1\n---\n- a\n---\nkind: Pod\n---\njust text\n---\n${object('b')}`)).toEqual([
      'v1 Pod 1',
      'skipped',
      'skipped',
      'skipped',
      'skipped',
      'v1 Pod 13',
    ]);
  });
});
