import type { ExposureRow, RegionExposures, UnknownExposure } from '../../../shared/report/exposure/row.ts';

const target = { account: '111122223333', region: 'eu-central-1' };
const loadBalancer = 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/shop/50dc6c495c0c9188';

const gateway = { kind: 'internet-gateway', id: 'igw-1', says: 'attached to vpc-1' };
const route = { kind: 'route-table', id: 'rtb-public', says: 'route 0.0.0.0/0 to igw-1' };
const acl = { kind: 'network-acl', id: 'acl-1', says: 'inbound rule 100 allows every protocol from 0.0.0.0/0' };
const group = { kind: 'security-group', id: 'sg-1', says: 'admits tcp 22 from 0.0.0.0/0' };

/** A node's SSH port, open to everyone. */
export const ssh: ExposureRow = {
  target: { ...target, cluster: 'storefront' },
  resource: { type: 'network-interface', id: 'eni-1', instance: 'i-1' },
  address: '54.93.0.10',
  protocol: 'tcp',
  ports: [[22, 22]],
  sources: ['0.0.0.0/5', '8.0.0.0/7'],
  internet: true,
  via: 'direct',
  path: [gateway, route, acl, group],
};

/** One of each kind of row. */
const rows: readonly ExposureRow[] = [
  {
    ...ssh,
    target,
    resource: { type: 'eks-endpoint', id: 'arn:aws:eks:eu-central-1:111122223333:cluster/storefront' },
    address: 'https://ABCDEF.gr7.eu-central-1.eks.amazonaws.com',
    ports: [[443, 443]],
    sources: ['52.10.0.0/16', '52.12.0.0/16', '185.10.20.30/32', '185.10.20.32/32', '185.10.20.34/32', '185.10.20.36/32'],
    internet: false,
    path: [{ kind: 'cluster', id: 'storefront', says: 'public access from 52.10.0.0/16 and 5 more' }],
  },
  ssh,
  {
    ...ssh,
    protocol: 'udp',
    ports: [[0, 65_535]],
    sources: ['2a01:4f8::/32'],
    address: '2600:1f14:abc:de00::10',
    internet: false,
    inspection: ['vpce-1'],
    unless: [
      { fact: 'networkAcls', why: 'AccessDenied: ec2:DescribeNetworkAcls', action: 'allow ec2:DescribeNetworkAcls' },
      { fact: 'blockPublicAccess', why: 'it was not collected' },
    ],
  },
  (({ ports: _, ...row }) => ({ ...row, protocol: 'icmp' as const }))(ssh),
  {
    ...ssh,
    target,
    resource: { type: 'network-interface', id: 'eni-2', instance: 'i-2' },
    address: 'shop-123.eu-central-1.elb.amazonaws.com',
    ports: [
      [80, 80],
      [443, 443],
    ],
    via: loadBalancer,
    to: { address: '10.0.1.10', ports: [[30_080, 30_080]] },
    path: [gateway, { kind: 'load-balancer', id: loadBalancer, says: 'internet-facing' }, group],
  },
];

const unread: UnknownExposure = {
  target,
  resource: { type: 'network-interface', id: 'eni-9', instance: 'i-9' },
  why: 'AccessDenied: ec2:DescribeSecurityGroups',
  action: 'allow ec2:DescribeSecurityGroups',
};

/** Two Regions with something to say, one without, and an account that could not be entered. */
export const sampleRegions = (): readonly RegionExposures[] => [
  { target, exposures: rows, unknown: [unread, { ...unread, resource: { type: 'network-interface', id: 'eni-8' } }] },
  { target: { ...target, region: 'eu-west-1' }, exposures: [], unknown: [] },
  {
    target: { account: '444455556666' },
    exposures: [],
    unknown: [{ target: { account: '444455556666' }, resource: { type: 'account', id: '444455556666' }, why: 'no role' }],
  },
];

/** The same with every string that anyone can set replaced by the next one. */
export function withStrings(regions: readonly RegionExposures[], next: () => string): readonly RegionExposures[] {
  const fixed = new Set(['type', 'protocol', 'internet', 'region', 'account']);
  const replaced = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return fixed.has(key) ? value : next();
    if (Array.isArray(value)) return value.map((item) => replaced(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replaced(part, name)]));
  };
  return replaced(regions) as readonly RegionExposures[];
}
