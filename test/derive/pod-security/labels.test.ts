import { expect, test } from 'vitest';
import { podSecurityOf } from '../../../shared/derive/pod-security/labels.ts';

const prefix = 'pod-security.kubernetes.io/';
const of = (labels: Readonly<Record<string, string>>) =>
  podSecurityOf(Object.fromEntries(Object.entries(labels).map(([name, value]) => [`${prefix}${name}`, value])));
const policy = (level: string, version = 'latest') => ({ level, version });

test('without labels nothing is enforced, audited or warned of', () => {
  const { enforce, audit, warn, given, invalid } = podSecurityOf({ 'kubernetes.io/metadata.name': 'shop' });
  expect([enforce, audit, warn]).toEqual([policy('privileged'), policy('privileged'), policy('privileged')]);
  expect([given, invalid]).toEqual([[], []]);
});

test('each mode has its own level and version', () => {
  const labels = {
    enforce: 'baseline',
    'enforce-version': 'v1.25',
    audit: 'restricted',
    warn: 'restricted',
    'warn-version': 'v1.31',
  };
  const { enforce, audit, warn, given } = of(labels);
  expect([enforce, audit, warn]).toEqual([policy('baseline', '1.25'), policy('restricted'), policy('restricted', '1.31')]);
  expect(given).toEqual(['enforce', 'audit', 'warn']);
});

test('what is enforced is warned of, where no other warning is asked for', () => {
  expect(of({ enforce: 'restricted', 'enforce-version': 'v1.30' }).warn).toEqual(policy('restricted', '1.30'));
  expect(of({ enforce: 'restricted', 'enforce-version': 'v1.30', 'warn-version': 'v1.36' }).warn).toEqual(
    policy('restricted', '1.36'),
  );
  expect(of({ enforce: 'restricted', warn: 'privileged' }).warn).toEqual(policy('privileged'));
  expect(of({ enforce: 'restricted', warn: 'baseline' }).warn).toEqual(policy('baseline'));
  expect(of({ enforce: 'privileged', 'enforce-version': 'v1.30' }).warn).toEqual(policy('privileged'));
  expect(of({ 'warn-version': 'v1.30' }).warn).toEqual(policy('privileged', '1.30'));
});

test('a level that nobody can read is enforced as restricted, and neither audited nor warned of', () => {
  const { enforce, audit, warn, given, invalid } = of({ enforce: 'strict', audit: 'strict', warn: 'Baseline' });
  expect([enforce, audit, warn]).toEqual([policy('restricted'), policy('privileged'), policy('privileged')]);
  expect(given).toEqual(['enforce', 'audit', 'warn']);
  expect(invalid).toEqual([
    { label: `${prefix}enforce`, value: 'strict' },
    { label: `${prefix}audit`, value: 'strict' },
    { label: `${prefix}warn`, value: 'Baseline' },
  ]);
  // An invalid level that is enforced is not warned of either.
  expect(of({ enforce: '' }).warn).toEqual(policy('privileged'));
});

test.each(['1.25', 'v1.025', 'v2.0', 'v1', 'v1.x', 'v1.25 ', '', 'Latest', 'v1.9223372036854775808', 'v1.-1', 'v1.2.3'])(
  'the version %j is the latest, and invalid',
  (version) => {
    const { enforce, invalid } = of({ enforce: 'baseline', 'enforce-version': version });
    expect(enforce).toEqual(policy('baseline'));
    expect(invalid).toEqual([{ label: `${prefix}enforce-version`, value: version }]);
  },
);

test.each(['latest', 'v1.0', 'v1.9', 'v1.37', 'v1.999', 'v1.9223372036854775807'])('the version %s is valid', (version) => {
  expect(of({ enforce: 'baseline', 'enforce-version': version }).invalid).toEqual([]);
});

test('members of every object are no labels', () => {
  expect(podSecurityOf(Object.create({ [`${prefix}enforce`]: 'restricted' })).enforce).toEqual(policy('privileged'));
});
