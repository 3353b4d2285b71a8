import { base, clusterWith, denied, list, versions } from '../base.ts';
import type { Example } from '../example.ts';

const at = (now: string) => ({ clock: { known: true as const, value: { now } } });
const garbled = { known: false as const, why: 'DescribeClusterVersions answered no date' };
/** The base's version 1.34 as EKS might list it. */
const listed = (members: Partial<(typeof versions)[number]>) => ({
  clusterVersions: list(versions.map((item) => (item.version === '1.34' ? { ...item, ...members } : item))),
});

export default [
  {
    says: 'Standard support, with time left',
    facts: { clusterVersions: base.clusterVersions },
    expect: [{ status: 'pass', because: 'Kubernetes 1.34 is in standard support for 92 more days' }],
  },
  {
    says: 'Just as many days left as the warning asks for',
    facts: at('2026-10-03T00:00:00.000Z'),
    expect: [{ status: 'pass', because: 'Kubernetes 1.34 is in standard support for 60 more days' }],
  },
  {
    says: 'Standard support that ends soon',
    facts: at('2026-10-03T00:00:01.000Z'),
    expect: [
      {
        status: 'fail',
        severity: 'low',
        because: 'Kubernetes 1.34 is in standard support for 59 more days; fewer than 60 are a warning',
      },
    ],
  },
  {
    says: 'Extended support',
    facts: clusterWith({ version: '1.33' }),
    expect: [
      {
        status: 'fail',
        severity: 'medium',
        because: 'Kubernetes 1.33 is in extended support: 331 days until EKS upgrades it by force',
      },
    ],
  },
  {
    says: 'Out of support',
    facts: clusterWith({ version: '1.30' }),
    expect: [{ status: 'fail', because: 'Kubernetes 1.30 is out of support: EKS calls it UNSUPPORTED' }],
  },
  {
    says: 'The status says standard, the date says otherwise: the worse of both holds',
    facts: at('2026-12-02T00:00:00.000Z'),
    expect: [
      {
        status: 'fail',
        severity: 'medium',
        because:
          'Kubernetes 1.34 is in extended support, although EKS calls it STANDARD_SUPPORT: 365 days until EKS upgrades it by force',
      },
    ],
  },
  {
    says: 'The status says extended, the date says otherwise: the worse of both holds',
    facts: listed({ versionStatus: 'EXTENDED_SUPPORT' }),
    expect: [
      {
        status: 'fail',
        severity: 'medium',
        because:
          'Kubernetes 1.34 is in extended support, although its standard support ends on 2026-12-02 only: 457 days until EKS upgrades it by force',
      },
    ],
  },
  {
    says: 'The last day of extended support is over, whatever the status says',
    facts: at('2027-12-02T00:00:00.000Z'),
    expect: [{ status: 'fail', because: 'Kubernetes 1.34 is out of support: its extended support ended on 2027-12-02' }],
  },
  {
    says: 'The upgrade policy adds words only: without it the judgement stands',
    facts: clusterWith({ supportType: { known: false, why: 'DescribeCluster answered no upgrade policy' } }),
    expect: [{ status: 'pass', because: 'Kubernetes 1.34 is in standard support for 92 more days' }],
  },
  {
    says: 'In standard support the end of the extended one is not asked for',
    facts: listed({ endOfExtendedSupport: garbled }),
    expect: [{ status: 'pass', because: 'Kubernetes 1.34 is in standard support for 92 more days' }],
  },
  {
    says: 'Out of support without any date is out of support',
    facts: listed({ versionStatus: 'UNSUPPORTED', endOfStandardSupport: garbled, endOfExtendedSupport: garbled }),
    expect: [{ status: 'fail', because: 'Kubernetes 1.34 is out of support: EKS calls it UNSUPPORTED' }],
  },
  {
    says: 'The end of standard support is not known',
    facts: listed({ endOfStandardSupport: garbled }),
    expect: [{ status: 'unknown', because: 'DescribeClusterVersions answered no date' }],
  },
  {
    says: 'A status that Postern does not know',
    facts: listed({ versionStatus: 'RETIRED' }),
    expect: [{ status: 'unknown', because: 'the version status "RETIRED" is not one that Postern knows' }],
  },
  {
    says: 'A version that EKS does not list',
    facts: clusterWith({ version: '1.99' }),
    expect: [{ status: 'unknown', because: 'DescribeClusterVersions does not list Kubernetes 1.99' }],
  },
  {
    says: 'The versions could not be read',
    facts: { clusterVersions: denied('eks:DescribeClusterVersions') },
    expect: [{ status: 'unknown', because: 'AccessDenied: eks:DescribeClusterVersions (eks:DescribeClusterVersions)' }],
  },
] satisfies readonly Example[];
