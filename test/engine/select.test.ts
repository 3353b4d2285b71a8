import { describe, expect, it } from 'vitest';
import { check, pass } from '../../shared/checks/check.ts';
import { matchesGlob, SelectionError, selectChecks } from '../../shared/engine/select.ts';
import type { Framework } from '../../shared/frameworks/framework.ts';

describe('matchesGlob', () => {
  it.each([
    ['encryption/secrets', 'encryption/secrets', true],
    ['encryption/secrets', 'encryption/secrets2', false],
    ['encryption/secret', 'encryption/secrets', false],
    ['encryption/*', 'encryption/secrets', true],
    ['*/secrets', 'encryption/secrets', true],
    ['*', '', true],
    ['*', 'a/b', true],
    ['**', 'a/b', true],
    ['', '', true],
    ['', 'a', false],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'ac', false],
    ['a*b*c', 'acb', false],
    ['a*bb*bc', 'abbc', false],
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['*a*', 'bab', true],
    ['*a*', 'bbb', false],
    ['a*', 'ba', false],
    ['*a', 'ab', false],
    ['a.b', 'axb', false],
    ['[a]', 'a', false],
  ])('%s, %s: %s', (glob, text, matches) => {
    expect(matchesGlob(glob, text)).toBe(matches);
  });

  it('is quick about a pattern that would keep a backtracking one busy', () => {
    expect(matchesGlob(`${'*a'.repeat(500)}*b`, 'a'.repeat(100_000))).toBe(false);
  });
});

describe('selectChecks', () => {
  const of = (id: string) =>
    check({ id, title: '', severity: 'low', scope: 'cluster', why: '', fix: { text: '' }, needs: [], judge: () => pass('') });
  const checks = [of('a/one'), of('a/two'), of('b/one')];
  const framework = (id: string, ...ids: readonly string[]): Framework => ({
    id,
    name: id,
    version: '1',
    controls: { '1': { title: '', checks: ids }, '2': { title: '', manual: 'x' }, '3': { title: '', planned: 'x' } },
  });
  const frameworks = [framework('f', 'a/one', 'b/one'), framework('g', 'a/two')];
  const select = (globs: readonly string[], ids: readonly string[] = []) => {
    const chosen = selectChecks(checks, frameworks, { globs, frameworks: ids });
    return [chosen.checks.map(({ id }) => id), chosen.frameworks.map(({ id }) => id)];
  };

  it('leaves out what judges probes, unless there are any; asked for by name, it is an error', () => {
    const of = (id: string, needs: readonly 'probes'[]) =>
      check({ id, title: '', severity: 'low', scope: 'cluster', why: '', fix: { text: '' }, needs, judge: () => pass('') });
    const both = [of('a/one', []), of('a/probed', ['probes'])];
    const ids = (globs: readonly string[], probe?: boolean) =>
      selectChecks(both, [], { globs, frameworks: [], probe }).checks.map(({ id }) => id);
    expect([ids([]), ids([], true), ids(['a/*']), ids(['*/probed'], true)]).toEqual([
      ['a/one'],
      ['a/one', 'a/probed'],
      ['a/one'],
      ['a/probed'],
    ]);
    expect(() => ids(['*/probed'])).toThrow('a/probed judges what was probed, and nothing was');
  });

  it.each([
    [[], [], ['a/one', 'a/two', 'b/one'], ['f', 'g']],
    [['a/*'], [], ['a/one', 'a/two'], ['f', 'g']],
    [['b/one', 'a/one'], [], ['a/one', 'b/one'], ['f', 'g']],
    [[], ['g'], ['a/two'], ['g']],
    [[], ['g', 'f'], ['a/one', 'a/two', 'b/one'], ['g', 'f']],
    [['a/*'], ['f'], ['a/one'], ['f']],
    [['b/*'], ['g'], [], ['g']],
  ])('globs %j, frameworks %j', (globs, ids, expected, chosen) => {
    expect(select(globs, ids)).toEqual([expected, chosen]);
  });

  it('refuses what names nothing', () => {
    expect(() => select(['a/*', 'c/*'])).toThrow(new SelectionError('no check matches "c/*"; postern checks lists them'));
    expect(() => select([], ['h'])).toThrow(new SelectionError('no framework is called "h"; there is f, g'));
  });
});
