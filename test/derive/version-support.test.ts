import { describe, expect, it } from 'vitest';
import { clusterWith, list, versions } from '../../shared/checks/base.ts';
import { unknown } from '../../shared/facts/fact.ts';
import { denied, derived, reason } from './derived.ts';

const value = {
  version: '1.34',
  versionStatus: 'STANDARD_SUPPORT',
  endOfStandardSupport: '2026-12-02T00:00:00.000Z',
  endOfExtendedSupport: '2027-12-02T00:00:00.000Z',
  supportType: 'EXTENDED',
};
const listed = (members: object) => ({
  clusterVersions: list(versions.map((item) => (item.version === '1.34' ? { ...item, ...members } : item))),
});

describe('versionSupport', () => {
  it("is what EKS lists for the cluster's version", () => {
    expect(derived('versionSupport')).toEqual({ known: true, value });
    expect(derived('versionSupport', clusterWith({ version: '1.30' }))).toMatchObject({
      value: { version: '1.30', versionStatus: 'UNSUPPORTED' },
    });
  });

  it.each([
    ['the cluster is', { clusters: denied }, denied],
    ['its version is', clusterWith({ version: denied }), denied],
    ['the list is', { clusterVersions: denied }, denied],
    [
      'the version is missing',
      {
        clusterVersions: list(
          [],
          [
            { id: '1.33', why: 'w' },
            { id: '1.34', ...reason },
          ],
        ),
      },
      denied,
    ],
    ['EKS does not list it', { clusterVersions: list([]) }, unknown('DescribeClusterVersions does not list Kubernetes 1.34')],
  ])('is unknown where %s', (_, facts, expected) => {
    expect(derived('versionSupport', facts)).toEqual(expected);
  });

  it('does not know a status of another name, nor a date that is none', () => {
    const odd = { versionStatus: 'standard', endOfStandardSupport: 'soon', endOfExtendedSupport: 'x'.repeat(100) };
    expect(derived('versionSupport', listed(odd))).toEqual({
      known: true,
      value: {
        ...value,
        versionStatus: unknown('the version status "standard" is not one that Postern knows'),
        endOfStandardSupport: unknown('the end of support "soon" is not a date'),
        endOfExtendedSupport: unknown(`the end of support "${'x'.repeat(64)}" is not a date`),
      },
    });
  });

  it('passes on single unknown members; the upgrade policy is left out', () => {
    const lost = { versionStatus: denied, endOfStandardSupport: denied, endOfExtendedSupport: denied };
    expect(derived('versionSupport', listed(lost))).toEqual({ known: true, value: { ...value, ...lost } });
    const { supportType: _, ...rest } = value;
    expect(derived('versionSupport', clusterWith({ supportType: denied }))).toEqual({ known: true, value: rest });
  });
});
