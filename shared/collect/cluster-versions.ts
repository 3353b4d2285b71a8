import { collector } from './collector.ts';
import { listFact } from './items.ts';
import { pages } from './pages.ts';
import { structure, text, time } from './read.ts';

/** Clusters on Outposts have versions of their own, which can bear the same numbers. */
const isRegional = (version: unknown): boolean => (structure(version).clusterType ?? 'eks') === 'eks';

/** All versions that EKS knows, also those that it no longer supports. */
export const clusterVersions = collector('clusterVersions', (context) => {
  const action = 'eks:DescribeClusterVersions';
  const ask = (nextToken: string | undefined) =>
    context.call('eks', 'DescribeClusterVersions', {
      includeAll: true,
      maxResults: 100,
      ...(nextToken !== undefined && { nextToken }),
    });
  return listFact(
    'clusterVersions',
    action,
    pages(action, ask, ({ nextToken }) => nextToken),
    [
      'clusterVersions',
      ({ clusterVersions }) => (Array.isArray(clusterVersions) ? clusterVersions.filter(isRegional) : undefined),
    ],
    (version, from) => ({
      version: from.id(version.clusterVersion, 'clusterVersion'),
      versionStatus: from(text, version.versionStatus, 'versionStatus'),
      endOfStandardSupport: from(time, version.endOfStandardSupportDate, 'endOfStandardSupportDate'),
      endOfExtendedSupport: from(time, version.endOfExtendedSupportDate, 'endOfExtendedSupportDate'),
    }),
  );
});
