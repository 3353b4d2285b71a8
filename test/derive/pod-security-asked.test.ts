import { describe, expect, it } from 'vitest';
import { list, settings } from '../../shared/checks/base.ts';
import { contextWith, deployed, podWith } from '../../shared/checks/base-workloads.ts';
import type { FactsOfTarget, Stored } from '../../shared/facts/index.ts';
import { denied, derived, reason } from './derived.ts';

const prefix = 'pod-security.kubernetes.io/';
const namespace = (labels: Readonly<Record<string, string>>, name = 'shop'): FactsOfTarget => ({
  namespaces: list([
    {
      name,
      phase: 'Active',
      labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [`${prefix}${key}`, value])),
    },
  ]),
});
const privileged = deployed(podWith([contextWith({ privileged: true })]));

/** What was asked of the one workload. */
function askedOf(facts: FactsOfTarget) {
  const fact = derived('podSecurity', facts);
  if (!fact.known) throw new Error(fact.why);
  const [{ baseline, restricted, ...rest } = {}] = fact.items;
  expect(rest).not.toHaveProperty('privileged');
  return { baseline, restricted };
}

describe('podSecurity', () => {
  it.each([
    [{}, undefined, undefined],
    [{ enforce: 'privileged', audit: 'privileged' }, undefined, undefined],
    [{ enforce: 'baseline' }, 'enforce', undefined],
    [{ enforce: 'baseline', warn: 'restricted', 'warn-version': 'v1.30' }, 'enforce', 'warn'],
    [{ enforce: 'baseline', audit: 'baseline', 'audit-version': 'v1.20', warn: 'baseline' }, 'enforce', undefined],
    [{ enforce: 'restricted', audit: 'baseline' }, undefined, 'enforce'],
    [{ audit: 'restricted', warn: 'restricted' }, undefined, 'audit'],
    [{ 'enforce-version': 'v1.30' }, undefined, undefined],
    [{ enforce: 'resticted' }, undefined, 'enforce'],
    [{ warn: 'Baseline' }, undefined, undefined],
  ])('%j asks for baseline by %s, and for restricted by %s', (labels, baseline, restricted) => {
    const asked = askedOf(namespace(labels as Readonly<Record<string, string>>));
    const by = (mode: string | undefined) => mode && `the label ${mode} of its namespace`;
    expect([asked.baseline?.by, asked.restricted?.by]).toEqual([by(baseline), by(restricted)]);
  });

  it('judges at the version of the label that asks, and at that of the server where it is the latest', () => {
    const probing = deployed(
      podWith([{ ...contextWith({}), handlerHosts: [{ place: 'livenessProbe.httpGet', host: '10.0.0.1' }] }]),
    );
    const controls = (labels: Readonly<Record<string, string>>, minor: string) => {
      const server = { known: true as const, value: { gitVersion: `v1.${minor}`, major: '1', minor } };
      const { baseline } = askedOf({ ...probing, ...namespace(labels), kubernetesVersion: server });
      return baseline?.specs.flatMap(({ refused }) => refused.map(({ control }) => control));
    };
    expect(controls({ enforce: 'baseline' }, '34')).toEqual(['hostProbesAndHostLifecycle']);
    expect(controls({ enforce: 'baseline' }, '33+')).toEqual([]);
    expect(controls({ enforce: 'baseline', 'enforce-version': 'v1.33' }, '34')).toEqual([]);
    expect(controls({ enforce: 'baseline', 'enforce-version': 'v1.34' }, '33')).toEqual([]);
  });

  it('takes the newest that we know where the server does not say its version', () => {
    const { baseline } = askedOf({ ...privileged, ...namespace({ enforce: 'baseline' }), kubernetesVersion: denied });
    expect(baseline?.specs).toMatchObject([{ of: 'template', refused: [{ control: 'privileged' }] }]);
  });

  it('goes by the settings, whatever labels say or hide', () => {
    const wanted = (level: 'privileged' | 'baseline', version: string): FactsOfTarget => ({
      settings: { known: true, value: { ...settings, podSecurity: { level, version } } },
      namespaces: denied,
      kubernetesVersion: denied,
    });
    expect(askedOf(wanted('baseline', '1.30')).baseline).toMatchObject({ version: 'v1.30', by: 'asked for' });
    expect(askedOf(wanted('baseline', 'v1.30')).baseline).toMatchObject({ version: 'v1.30' });
    expect(askedOf(wanted('baseline', 'latest')).baseline).toMatchObject({ version: 'latest' });
    expect(askedOf(wanted('privileged', 'latest'))).toEqual({ baseline: undefined, restricted: undefined });
  });

  it('lacks the workloads of a namespace that could not be read, and no other', () => {
    const missing = { id: 'shop', ...reason };
    expect(derived('podSecurity', { namespaces: list<Stored<'namespaces'>>([], [missing]) })).toEqual({
      known: true,
      items: [],
      missing: [{ id: 'Deployment/shop/web', ...reason }],
    });
    const other = derived('podSecurity', { namespaces: list<Stored<'namespaces'>>([], [{ ...missing, id: 'other' }]) });
    expect(other).toMatchObject({ items: [{ name: 'web' }], missing: [] });
    const unlabelled = { name: 'shop', phase: 'Active', labels: denied };
    expect(derived('podSecurity', { namespaces: list([unlabelled]) })).toMatchObject({
      items: [],
      missing: [{ id: 'Deployment/shop/web', ...reason }],
    });
    expect(derived('podSecurity', { namespaces: denied })).toEqual(denied);
    expect(derived('podSecurity', { pods: denied })).toEqual(denied);
  });
});

describe('namespacePodSecurity', () => {
  const of = (facts: FactsOfTarget) => {
    const fact = derived('namespacePodSecurity', facts);
    if (!fact.known) throw new Error(fact.why);
    return fact;
  };

  it('counts only the namespace’s own workloads, and names ten of those that would be refused', () => {
    const [deployment] = privileged.controllers?.known === true ? privileged.controllers.items : [];
    if (deployment === undefined) throw new Error('no Deployment');
    const many = Array.from({ length: 12 }, (_, index) => ({ ...deployment, name: `web-${index}`, uid: `uid-${index}` }));
    const elsewhere = { ...deployment, namespace: 'other', uid: 'uid-other' };
    const fact = of({ ...namespace({}), controllers: list([...many, elsewhere]), pods: list<Stored<'pods'>>([]) });
    expect(fact.items).toMatchObject([{ workloads: 12, above: { level: 'baseline', count: 12 } }]);
    expect(fact.items[0]?.above?.refused).toHaveLength(10);
    expect(fact.items[0]?.above?.refused[0]).toEqual({ id: 'Deployment/shop/web-0', controls: ['privileged'] });
  });

  it.each([
    ['deployments.apps', 'shop', true],
    ['Pod/shop/web', 'shop', true],
    ['Pod/other/web', 'shop', false],
    ['Pod/shop/web/more', 'other', false],
  ])('a missing %s leaves what runs in %s open: %s', (id, name, open) => {
    const fact = of({ ...namespace({}, name), controllers: list<Stored<'controllers'>>([], [{ id, ...reason }]) });
    expect(fact.items[0]?.unread !== undefined).toBe(open);
  });

  it.each([
    [{ enforce: 'baseline', 'enforce-version': 'v1.33' }, '34', ['hostProbesAndHostLifecycle']],
    [{ enforce: 'baseline', 'enforce-version': 'v1.33' }, '33', []],
    [{ enforce: 'baseline', 'enforce-version': 'v1.34' }, '36', []],
    [{ enforce: 'privileged', 'enforce-version': 'v1.0' }, '36', []],
    [{ enforce: 'restricted', 'enforce-version': 'v1.34' }, '36', ['procMount_restricted']],
  ])('%j on a server of 1.%s lacks %j', (labels, minor, later) => {
    const server = { known: true as const, value: { gitVersion: '', major: '1', minor } };
    const fact = of({ ...namespace(labels as Readonly<Record<string, string>>), kubernetesVersion: server });
    expect(fact.items[0]?.later).toEqual(later);
  });
});
