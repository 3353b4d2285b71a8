import { isUnknown, type Unknown, unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { versionStatuses } from '../facts/version-support.ts';
import { derivation } from './derive.ts';

type Support = Stored<'versionSupport'>;

/** The cluster's version among those that DescribeClusterVersions lists. A status of no known name, or a date that is none, is unknown. */
export const versionSupport = derivation('versionSupport', ({ cluster, clusterVersions }): Fact<'versionSupport'> => {
  if (!cluster.known) return cluster;
  const { version, supportType } = cluster.value;
  if (typeof version !== 'string') return version;
  if (!clusterVersions.known) return clusterVersions;
  const listed = clusterVersions.items.find((item) => item.version === version);
  if (listed === undefined) return unlisted(version, clusterVersions);
  return {
    known: true,
    value: {
      version,
      versionStatus: status(listed.versionStatus),
      endOfStandardSupport: date(listed.endOfStandardSupport),
      endOfExtendedSupport: date(listed.endOfExtendedSupport),
      ...(isUnknown(supportType) ? {} : { supportType }),
    },
  };
});

function unlisted(version: string, { missing }: Extract<Fact<'clusterVersions'>, { known: true }>): Unknown {
  const found = missing.find(({ id }) => id === version);
  return found === undefined
    ? unknown(`DescribeClusterVersions does not list Kubernetes ${version}`)
    : unknown(found.why, found.action);
}

function status(text: string | Unknown): Support['versionStatus'] {
  if (typeof text !== 'string') return text;
  return (
    versionStatuses.find((name) => name === text) ?? unknown(`the version status ${quoted(text)} is not one that Postern knows`)
  );
}

const date = (text: string | Unknown): Support['endOfStandardSupport'] =>
  typeof text !== 'string' || !Number.isNaN(Date.parse(text))
    ? text
    : unknown(`the end of support ${quoted(text)} is not a date`);

const quoted = (text: string): string => JSON.stringify(text.slice(0, 64));
