import { describe, expect, it, vi } from 'vitest';
import { list, nodeGroup } from '../../shared/checks/base.ts';
import { type Derivation, derivation } from '../../shared/derive/derive.ts';
import { bench, derived } from '../../shared/engine/facts.ts';
import { UnknownMember } from '../../shared/engine/guard.ts';
import { unknown } from '../../shared/facts/fact.ts';
import type { FactsOfTarget } from '../../shared/facts/index.ts';

const denied = unknown('AccessDenied: eks:ListClusters', 'eks:ListClusters');
const build = (
  facts: FactsOfTarget,
  derivations: readonly Derivation[] = [],
  wanted: Parameters<typeof bench>[2] = [],
  onError = vi.fn(),
) => bench(facts, derivations, wanted, onError);

describe('get', () => {
  it('gives a fact as it is, and an unknown one for what nobody gave', () => {
    const nodeGroups = list([nodeGroup]);
    expect(build({ nodeGroups }).get('nodeGroups')).toBe(nodeGroups);
    expect(build({}).get('nodeGroups')).toEqual(unknown('the fact nodeGroups was not collected'));
  });
});

describe('missing', () => {
  it('names what stands in the way of reading facts', () => {
    const facts = build({
      clusters: denied,
      nodeGroups: list(
        [],
        [
          { id: 'a', why: 'w', action: 'x' },
          { id: 'b', why: 'v' },
        ],
      ),
      keys: list([]),
      clock: { known: true, value: { now: '2026-09-01T00:00:00Z' } },
    });
    expect(facts.missing(['clusters', 'nodeGroups', 'keys', 'clock'])).toEqual([
      { fact: 'clusters', why: denied.why, action: 'eks:ListClusters' },
      { fact: 'nodeGroups', item: 'a', why: 'w', action: 'x' },
      { fact: 'nodeGroups', item: 'b', why: 'v' },
    ]);
    expect(facts.missing(['keys', 'clock'])).toEqual([]);
    expect(build({ keys: unknown('w') }).missing(['keys'])).toEqual([{ fact: 'keys', why: 'w' }]);
  });
});

describe('values', () => {
  it('are what facts hold, guarded once', () => {
    const facts = build({
      clock: { known: true, value: { now: '2026-09-01T00:00:00Z' } },
      nodeGroups: list([{ ...nodeGroup, status: denied }]),
    });
    const values = facts.values(['clock', 'nodeGroups']) as {
      clock: { now: string };
      nodeGroups: readonly { name: string; status: string }[];
    };
    expect(values.clock).toEqual({ now: '2026-09-01T00:00:00Z' });
    expect(values.nodeGroups[0]?.name).toBe('general');
    expect(() => values.nodeGroups[0]?.status).toThrow(UnknownMember);
    expect(facts.values(['nodeGroups']).nodeGroups).toBe(values.nodeGroups);
  });
});

describe('derivations', () => {
  const cluster = derivation('cluster', ({ target, clusters }) =>
    clusters.known ? unknown(`no ${target.account} among ${clusters.items.length}`) : clusters,
  );
  const given = { known: true as const, value: { partition: 'aws', account: '1' } };

  it('that bound their answer are given the fact as it is, and give one', () => {
    expect(build({ target: given, clusters: denied }, [cluster], ['cluster']).get('cluster')).toEqual(denied);
    expect(build({ target: given, clusters: list([]) }, [cluster], ['cluster']).get('cluster')).toEqual(
      unknown('no 1 among 0'),
    );
    expect(build({ target: given }, [cluster], ['cluster']).get('cluster')).toEqual(
      unknown('the fact clusters was not collected'),
    );
  });

  it('pass on why something that they do not bound is unknown', () => {
    const facts = build({ target: denied, clusters: list([]) }, [cluster], ['cluster']);
    expect(facts.get('cluster')).toEqual(denied);
  });

  it('pass on an unknown member that they read', () => {
    const reading: Derivation = {
      name: 'cluster',
      compute: ({ target }: { target: { region?: string } }) => ({ known: true, value: target.region }),
    };
    const facts = build(
      { target: { known: true, value: { ...given.value, region: denied as never } } },
      [reading],
      ['cluster'],
    );
    expect(facts.get('cluster')).toEqual(denied);
  });

  it('run in order, for what is wanted through any number of steps, and never over what is given', () => {
    const order: string[] = [];
    const noting = (name: Derivation['name']): Derivation => ({
      name,
      compute: () => {
        order.push(name);
        return { known: true, items: [], missing: [] };
      },
    });
    const all = [noting('clusterSecurityGroups'), noting('clusterInterfaces'), noting('cluster'), noting('clusterVpcs')];
    build({ target: given }, all, ['clusterSecurityGroups']);
    expect(order).toEqual(['cluster', 'clusterInterfaces', 'clusterSecurityGroups']);
    build({ target: given, clusterInterfaces: list([]) }, all, ['clusterInterfaces']);
    expect(order).toHaveLength(4);
    expect(order[3]).toBe('cluster');
  });

  it('that throw leave an unknown fact, and are reported', () => {
    const onError = vi.fn();
    const broken: Derivation = {
      name: 'cluster',
      compute: () => {
        throw new Error('boom');
      },
    };
    const facts = build({ target: given }, [broken], ['cluster'], onError);
    expect(facts.get('cluster')).toEqual(unknown('Postern failed to derive cluster', 'report this as a defect of Postern'));
    expect(onError).toHaveBeenCalledExactlyOnceWith('cluster', expect.objectContaining({ message: 'boom' }));
  });

  it('that do not exist leave an unknown fact', () => {
    expect(build({}, [], ['cluster']).get('cluster')).toEqual(unknown('the fact cluster was not collected'));
  });
});

describe('a derivation that bounds nothing', () => {
  const clock = { known: true as const, value: { now: '2026-09-01T00:00:00Z' } };
  const run = (shape: 'one' | 'many', given: FactsOfTarget, compute: Derivation['compute'], bounds?: readonly string[]) =>
    derived(
      { name: 'cluster', compute },
      { shape, from: ['clock'], ...(bounds === undefined ? {} : { bounds }) },
      build(given),
      vi.fn(),
    );
  const now = ({ clock }: { readonly clock: { readonly now: string } }) => clock.now;

  it('returns the value, or the items', () => {
    expect(run('one', { clock }, now)).toEqual({ known: true, value: clock.value.now });
    expect(run('many', { clock }, (inputs) => [now(inputs)])).toEqual({ known: true, items: [clock.value.now], missing: [] });
    expect(run('one', { clock }, now, [])).toEqual({ known: true, value: clock.value.now });
  });

  it('does not run without its inputs, and passes on why they are unknown', () => {
    const never = vi.fn();
    expect(run('one', { clock: denied }, never)).toEqual(denied);
    expect(never).not.toHaveBeenCalled();
    expect(run('one', { clock: { known: true, value: { now: denied } } as never }, now)).toEqual(denied);
  });

  it('is not one that bounds: that returns the fact itself', () => {
    expect(run('many', { clock: denied }, ({ clock }: { readonly clock: unknown }) => clock as never, ['clock'])).toEqual(
      denied,
    );
  });
});
