import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { list } from '../../shared/checks/base.ts';
import { denied, derived, reason } from './derived.ts';

const service = { kind: 'Service', name: 'kubernetes' };
const use = (items: readonly object[], missing: readonly object[] = []) =>
  derived('defaultNamespaceUse', { defaultNamespaceObjects: list(items, missing as never) as never });
const of = (objects: readonly string[], complete: unknown = true) => ({ known: true, value: { objects, complete } });
const pod = (name: string, owner?: string) => ({ kind: 'Pod', name, ...(owner === undefined ? {} : { owner }) });

describe('defaultNamespaceUse', () => {
  it.each([
    ['the own Service only', [service], []],
    ['nothing at all', [], []],
    ['objects, sorted', [service, pod('b'), pod('a')], ['Pod/a', 'Pod/b']],
    ['a controller that is not listed', [pod('a', 'Rollout/x'), pod('b', 'Rollout/x')], ['Rollout/x']],
    ['a chain of them', [pod('a', 'Pod/b'), pod('b', 'Pod/c'), pod('c')], ['Pod/c']],
    ['a chain to one that is not listed', [pod('a', 'Pod/b'), pod('b', 'Job/c')], ['Job/c']],
    ['a circle', [pod('a', 'Pod/b'), pod('b', 'Pod/a')], ['Pod/a', 'Pod/b']],
    ['itself', [pod('a', 'Pod/a')], ['Pod/a']],
    ['the own Service as a controller', [service, pod('a', 'Service/kubernetes')], ['Pod/a']],
    ['the own Service behind another', [service, pod('a', 'Pod/b'), pod('b', 'Service/kubernetes')], ['Pod/a', 'Pod/b']],
    ['the own Service with a controller', [{ ...service, owner: 'Pod/a' }], []],
  ])('%s', (_, items, objects) => {
    expect(use(items)).toEqual(of(objects));
  });

  it('follows a chain of seven, and no longer one', () => {
    const chain = (length: number) => Array.from({ length }, (_, index) => pod(`${index}`, `Pod/${index + 1}`));
    expect(use([...chain(7), pod('7')])).toEqual(of(['Pod/7']));
    expect(use([...chain(8), pod('8')])).toEqual(of(['Pod/0', 'Pod/8']));
  });

  it('says what could not be listed', () => {
    expect(
      use(
        [pod('a')],
        [
          { id: 'jobs', ...reason },
          { id: 'pods', why: 'w' },
        ],
      ),
    ).toEqual(of(['Pod/a'], denied));
    expect(derived('defaultNamespaceUse', { defaultNamespaceObjects: denied })).toEqual(denied);
  });

  it('hides nothing, whatever controllers are claimed', () => {
    const name = fc.constantFrom('Pod/a', 'Pod/b', 'Pod/c', 'Service/kubernetes', 'Job/x');
    const items = fc.array(
      fc.record(
        { kind: fc.constantFrom('Pod', 'Service'), name: fc.constantFrom('a', 'b', 'c', 'kubernetes'), owner: name },
        { requiredKeys: ['kind', 'name'] },
      ),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(items, (given) => {
        const fact = use(given);
        const others = given.filter((item) => `${item.kind}/${item.name}` !== 'Service/kubernetes');
        expect(fact.known && fact.value.objects.length > 0).toBe(others.length > 0);
      }),
    );
  });
});
