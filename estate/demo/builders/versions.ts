import type { Parts } from './parts.ts';

/**
 * Kubernetes versions of EKS: released, end of standard support, end of extended support (the release calendar of the Amazon EKS user
 * guide, "Kubernetes versions", and endoflife.date for 1.27 and 1.28). The dates of 1.36 are assumed: 14 and 12 months, as the guide says.
 */
const calendar: readonly (readonly [version: string, released: string, standard: string, extended: string, patch: number])[] = [
  ['1.36', '2026-06-02', '2027-08-02', '2028-08-02', 2],
  ['1.35', '2026-01-27', '2027-03-27', '2028-03-27', 6],
  ['1.34', '2025-10-02', '2026-12-02', '2027-12-02', 9],
  ['1.33', '2025-05-29', '2026-07-29', '2027-07-29', 12],
  ['1.32', '2025-01-23', '2026-03-23', '2027-03-23', 13],
  ['1.31', '2024-09-26', '2025-11-26', '2026-11-26', 14],
  ['1.30', '2024-05-23', '2025-07-23', '2026-07-23', 14],
  ['1.29', '2024-01-23', '2025-03-23', '2026-03-23', 15],
  ['1.28', '2023-09-26', '2024-11-26', '2025-11-26', 15],
  ['1.27', '2023-05-24', '2024-07-24', '2025-07-24', 16],
];

const statuses = {
  STANDARD_SUPPORT: 'standard-support',
  EXTENDED_SUPPORT: 'extended-support',
  UNSUPPORTED: 'unsupported',
} as const;

/** What DescribeClusterVersions says at a time: how far each version is supported follows from its dates. */
export function clusterVersions(now: Date): Parts {
  const versions = calendar.map(([version, released, standard, extended, patch]) => {
    const versionStatus =
      now < new Date(standard) ? 'STANDARD_SUPPORT' : now < new Date(extended) ? 'EXTENDED_SUPPORT' : 'UNSUPPORTED';
    return {
      clusterVersion: version,
      clusterType: 'eks',
      defaultPlatformVersion: `eks.${patch * 3}`,
      defaultVersion: version === '1.35',
      releaseDate: `${released}T00:00:00Z`,
      endOfStandardSupportDate: `${standard}T00:00:00Z`,
      endOfExtendedSupportDate: `${extended}T00:00:00Z`,
      status: statuses[versionStatus],
      versionStatus,
      kubernetesPatchVersion: `${version}.${patch}`,
    } as const;
  });
  return { eks: { clusterVersions: versions } };
}
