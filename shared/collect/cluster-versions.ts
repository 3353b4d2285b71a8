import { collector } from './collector.ts';
import { listFact } from './items.ts';
import { pages } from './pages.ts';
import { text, time } from './read.ts';

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
    ['clusterVersions', (page) => page.clusterVersions],
    (version, from) => ({
      version: from.id(version.clusterVersion, 'clusterVersion'),
      versionStatus: from(text, version.versionStatus, 'versionStatus'),
      endOfStandardSupport: from(time, version.endOfStandardSupportDate, 'endOfStandardSupportDate'),
      endOfExtendedSupport: from(time, version.endOfExtendedSupportDate, 'endOfExtendedSupportDate'),
    }),
  );
});
