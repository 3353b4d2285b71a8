import { describe, expect, it } from 'vitest';
import { evaluateFrameworks } from '../../shared/engine/frameworks.ts';
import type { Control } from '../../shared/frameworks/framework.ts';

type Counts = Partial<Record<'pass' | 'fail' | 'unknown' | 'notApplicable', number>>;

const outcome = (control: Control, counts: Readonly<Record<string, Counts>>) => {
  const byCheck = new Map(
    Object.entries(counts).map(([id, given]) => [id, { pass: 0, fail: 0, unknown: 0, notApplicable: 0, ...given }]),
  );
  const [result] = evaluateFrameworks([{ id: 'f', name: 'F', version: '1', controls: { '1.1': control } }], byCheck);
  return result?.controls[0];
};
const both = { title: 'T', checks: ['a', 'b'] };
const head = { id: '1.1', title: 'T', checks: ['a', 'b'] };

describe('a control of two checks', () => {
  it.each([
    ['fails with one failure', { a: { pass: 9, fail: 1 }, b: { pass: 1, unknown: 5 } }, { status: 'fail' }],
    ['fails even where the other did not run', { a: { fail: 1 } }, { status: 'fail' }],
    [
      'is unknown with one unknown',
      { a: { pass: 9, unknown: 1 }, b: { pass: 1 } },
      { status: 'unknown', why: 'unknown somewhere: a' },
    ],
    ['is unknown with two', { a: { unknown: 1 }, b: { unknown: 1 } }, { status: 'unknown', why: 'unknown somewhere: a, b' }],
    ['is unknown where one did not run', { a: { pass: 1 } }, { status: 'unknown', why: 'not selected in this run: b' }],
    ['is unknown where none ran', {}, { status: 'unknown', why: 'not selected in this run: a, b' }],
    ['passes with one pass', { a: { pass: 1, notApplicable: 3 }, b: { notApplicable: 2 } }, { status: 'pass' }],
    ['is not applicable where nothing was', { a: { notApplicable: 3 }, b: { notApplicable: 2 } }, { status: 'not-applicable' }],
    ['is not applicable where there was nothing to judge', { a: {}, b: {} }, { status: 'not-applicable' }],
  ])('%s', (_, counts, expected) => {
    expect(outcome(both, counts)).toEqual({ ...head, ...expected });
  });
});

describe('a control that checks decide in part', () => {
  const part = { ...both, planned: 'the rest comes later' };
  const manual = { ...both, manual: 'look at the rest' };
  it.each([
    ['fails', part, { a: { fail: 1 }, b: { pass: 1 } }, { status: 'fail' }],
    ['is unknown', part, { a: { unknown: 1 }, b: { pass: 1 } }, { status: 'unknown', why: 'unknown somewhere: a' }],
    [
      'never passes: the rest is planned',
      part,
      { a: { pass: 1 }, b: { pass: 1 } },
      { status: 'planned', why: 'the rest comes later' },
    ],
    ['never passes: the rest is manual', manual, { a: { pass: 1 }, b: {} }, { status: 'manual', why: 'look at the rest' }],
  ])('%s', (_, control, counts, expected) => {
    expect(outcome(control, counts)).toEqual({ ...head, ...expected });
  });
});

it('passes on what no machine can say, and what is planned', () => {
  expect(outcome({ title: 'T', manual: 'ask' }, {})).toEqual({ id: '1.1', title: 'T', status: 'manual', why: 'ask' });
  expect(outcome({ title: 'T', planned: 'soon' }, {})).toEqual({ id: '1.1', title: 'T', status: 'planned', why: 'soon' });
});

it('keeps frameworks and controls in order', () => {
  const framework = {
    id: 'f',
    name: 'F',
    version: '1',
    controls: { '1.10': { title: 'A', manual: 'x' }, '1.2': { title: 'B', manual: 'x' } },
  };
  const results = evaluateFrameworks([framework, { ...framework, id: 'e', controls: {} }], new Map());
  expect(results.map(({ id, name, version, controls }) => [id, name, version, controls.map((control) => control.id)])).toEqual([
    ['f', 'F', '1', ['1.10', '1.2']],
    ['e', 'F', '1', []],
  ]);
});
