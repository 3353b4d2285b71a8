import { clusterWith, denied } from '../base.ts';
import type { Example } from '../example.ts';

const open = (...publicAccessCidrs: string[]) => clusterWith({ endpointPublicAccess: true, publicAccessCidrs });
const threshold = 'more than 65,536 IPv4 addresses or 4,294,967,296 IPv6 networks of /64 are too many';

export default [
  {
    says: 'The public endpoint is off; the list that EKS still returns means nothing',
    facts: clusterWith({ endpointPublicAccess: false, publicAccessCidrs: ['0.0.0.0/0'] }),
    expect: [{ status: 'pass', because: 'the public endpoint is off' }],
  },
  {
    says: 'Open to one address',
    facts: open('198.35.26.96/32'),
    expect: [{ status: 'pass', because: 'the public endpoint is open to 1 public IPv4 address' }],
  },
  {
    says: 'Open to an office in both families',
    facts: open('198.35.26.0/24', '2620:0:860::/48'),
    expect: [
      {
        status: 'pass',
        because: 'the public endpoint is open to 256 public IPv4 addresses and 65,536 public IPv6 networks of /64',
      },
    ],
  },
  {
    says: 'Open to everybody',
    facts: open('0.0.0.0/0'),
    expect: [{ status: 'fail', because: 'the public endpoint is open to the whole internet (IPv4)' }],
  },
  {
    says: 'Open to everybody over IPv6 only',
    facts: open('198.35.26.96/32', '::/0'),
    expect: [{ status: 'fail', because: 'the public endpoint is open to the whole internet (IPv6)' }],
  },
  {
    says: 'Two halves are the whole',
    facts: open('0.0.0.0/1', '128.0.0.0/1'),
    expect: [{ status: 'fail', because: 'the public endpoint is open to the whole internet (IPv4)' }],
  },
  {
    says: 'Everything but private addresses is the whole internet',
    facts: open('0.0.0.0/5', '8.0.0.0/7', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4', '32.0.0.0/3', '64.0.0.0/2', '128.0.0.0/1'),
    expect: [{ status: 'fail', because: 'the public endpoint is open to the whole internet (IPv4)' }],
  },
  {
    says: 'No list is a list of everybody',
    facts: open(),
    expect: [{ status: 'fail', because: 'the public endpoint is open to the whole internet (IPv4)' }],
  },
  {
    says: 'Open to a large provider',
    facts: open('52.0.0.0/11'),
    expect: [
      {
        status: 'fail',
        severity: 'medium',
        because: `the public endpoint is open to 2,097,152 public IPv4 addresses; ${threshold}`,
      },
    ],
  },
  {
    says: 'Overlapping ranges count once',
    facts: open('52.0.0.0/16', '52.0.0.0/17', '52.0.128.0/17'),
    expect: [{ status: 'pass', because: 'the public endpoint is open to 65,536 public IPv4 addresses' }],
  },
  {
    says: 'A large IPv6 range',
    facts: open('2a05:d000::/25'),
    expect: [
      {
        status: 'fail',
        severity: 'medium',
        because: `the public endpoint is open to 549,755,813,888 public IPv6 networks of /64; ${threshold}`,
      },
    ],
  },
  {
    says: 'Private addresses let nobody in',
    facts: open('10.0.0.0/8', '192.168.0.0/16'),
    expect: [
      {
        status: 'pass',
        because: 'the public endpoint is on, and its list holds no public address: private ones have no effect there',
      },
    ],
  },
  {
    says: 'A text in the list that is no CIDR',
    facts: open('198.35.26.96/32', '10.1/8'),
    expect: [
      {
        status: 'unknown',
        because:
          'publicAccessCidrs: "10.1/8" is not a CIDR: "10.1" is not an IPv4 address: write four decimal numbers up to 255, without leading zeros',
      },
    ],
  },
  {
    says: 'The cluster could not be described',
    facts: { clusters: denied('eks:ListClusters') },
    expect: [{ status: 'unknown', because: 'AccessDenied: eks:ListClusters (eks:ListClusters)' }],
  },
] satisfies readonly Example[];
