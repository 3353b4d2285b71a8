import { describe, expect, test } from 'vitest';
import { acquired, production, staging } from '../../../estate/demo/accounts.ts';
import { demoDate, demoEstate, demoRefusals } from '../../../estate/demo/index.ts';
import { parseEstate } from '../../../estate/file.ts';
import { definedIn, type Ec2, idsIn } from './references.ts';

const estate = demoEstate();
const regions = Object.entries(estate.accounts).flatMap(([account, { regions = {} }]) =>
  Object.entries(regions).map(([region, services]) => ({ place: `${account} ${region}`, account, region, services })),
);
type Row = Readonly<Record<string, never>>;
interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly nodeName: string };
  readonly status: { readonly podIP: string };
}
const rows = (value: unknown): readonly Row[] => (value ?? []) as readonly Row[];
const clusters = regions.flatMap(({ services }) => rows(services.eks?.clusters));
const clusterNamed = (name: string) =>
  clusters.find((cluster) => cluster.name === name) as unknown as {
    readonly version: string;
    readonly encryptionConfig?: readonly unknown[];
    readonly health: { readonly issues: readonly { readonly code: string }[] };
    readonly resourcesVpcConfig: { readonly endpointPublicAccess: boolean; readonly publicAccessCidrs: readonly string[] };
  };

test('it is an estate file, as it is and after a round trip through JSON', () => {
  expect(parseEstate(JSON.stringify(estate), 'demo')).toEqual(estate);
});

test('it is the same each time', () => {
  expect(JSON.stringify(demoEstate())).toBe(JSON.stringify(estate));
});

test('no cluster has an address but the one that the server gives it', () => {
  for (const cluster of clusters) {
    expect(cluster).not.toHaveProperty('endpoint');
    expect(cluster).not.toHaveProperty('certificateAuthority');
  }
});

describe('the story', () => {
  test('three accounts, one of which cannot be read; two Regions; twelve clusters', () => {
    const listed = (estate.accounts[production]?.global?.organizations?.ListAccounts ?? []) as readonly {
      readonly Id: string;
    }[];
    expect(Object.keys(estate.accounts)).toEqual([production, staging]);
    expect(listed.map(({ Id }) => Id)).toEqual([production, staging, acquired]);
    expect(new Set(regions.map(({ region }) => region))).toEqual(new Set(['eu-central-1', 'us-east-1']));
    expect(clusters.map(({ name }) => name)).toEqual([
      'payments',
      'storefront',
      'ledger',
      'warehouse',
      'exports',
      'partner-gateway',
      'ci-runners',
      'staging-2024',
      'preview',
      'qa',
      'loadtest',
      'legacy-batch',
    ]);
  });

  test('each cluster has what its line says', () => {
    const open = ({ resourcesVpcConfig: c }: ReturnType<typeof clusterNamed>) => [
      c.endpointPublicAccess,
      ...c.publicAccessCidrs,
    ];
    expect(open(clusterNamed('payments'))).toEqual([false]);
    expect(open(clusterNamed('storefront'))).toEqual([true, '0.0.0.0/1', '128.0.0.0/1']);
    expect(open(clusterNamed('warehouse'))).toEqual([false, '0.0.0.0/0']);
    expect(open(clusterNamed('preview'))).toContain('::/0');
    expect(open(clusterNamed('preview'))).not.toContain('0.0.0.0/0');
    expect(open(clusterNamed('ci-runners'))).toEqual([true, '3.0.0.0/8']);
    expect(open(clusterNamed('staging-2024'))).toEqual([true, '0.0.0.0/0']);
    expect(clusterNamed('ledger').health.issues.map(({ code }) => code)).toEqual(['KmsKeyMarkedForDeletion']);
    expect(clusterNamed('loadtest').health.issues.map(({ code }) => code)).toEqual(['KmsKeyDisabled']);
    expect(clusterNamed('legacy-batch')).toMatchObject({ version: '1.27' });
    expect(clusterNamed('legacy-batch').encryptionConfig).toBeUndefined();
  });

  test('how long a version is supported, and a key lives, follows from the time', () => {
    const statusOf = (now: Date, version: string) => {
      const listed = rows(demoEstate(now).accounts[production]?.regions?.['eu-central-1']?.eks?.clusterVersions);
      return listed.find(({ clusterVersion }) => clusterVersion === version)?.versionStatus;
    };
    expect(['1.27', '1.31', '1.33', '1.34', '1.36'].map((version) => statusOf(demoDate, version))).toEqual([
      'UNSUPPORTED',
      'EXTENDED_SUPPORT',
      'EXTENDED_SUPPORT',
      'STANDARD_SUPPORT',
      'STANDARD_SUPPORT',
    ]);
    expect(statusOf(new Date('2026-12-02T00:00:00Z'), '1.34')).toBe('EXTENDED_SUPPORT');
    expect(JSON.stringify(demoEstate(new Date('2030-01-01T00:00:00Z')))).toContain('"DeletionDate":"2030-01-10T00:00:00.000Z"');
  });

  test('what is refused concerns what is there', () => {
    for (const { account = '', region = '' } of demoRefusals.aws)
      expect(estate.accounts[account]?.regions).toHaveProperty(region);
    const arns = clusters.map(({ arn }) => String(arn));
    for (const { cluster } of demoRefusals.kubernetes) expect(arns).toContain(cluster);
  });
});

describe.each(regions)('in $place', ({ services, account, region }) => {
  const ec2 = services.ec2 as Ec2;

  test('every id that is named exists in the same Region', () => {
    const defined = definedIn(ec2);
    expect(idsIn(services).filter(({ id }) => !defined.has(id))).toEqual([]);
  });

  test('interfaces stand in their VPC, with groups of it, and no address twice', () => {
    const vpcOf = (list: string, member: string) => new Map(rows(ec2[list]).map((row) => [row[member], row.VpcId]));
    const subnets = vpcOf('Subnets', 'SubnetId');
    const groups = vpcOf('SecurityGroups', 'GroupId');
    const addresses = new Map<string, number>();
    for (const made of rows(ec2.NetworkInterfaces)) {
      expect(subnets.get(made.SubnetId)).toBe(made.VpcId);
      for (const { GroupId } of rows(made.Groups)) expect(groups.get(GroupId)).toBe(made.VpcId);
      for (const { PrivateIpAddress } of rows(made.PrivateIpAddresses)) {
        const key = `${made.VpcId} ${PrivateIpAddress}`;
        addresses.set(key, (addresses.get(key) ?? 0) + 1);
      }
    }
    expect([...addresses].filter(([, times]) => times > 1)).toEqual([]);
  });

  test('clusters, node groups and load balancers name what is there', () => {
    const names = rows(services.eks?.clusters).map(({ name }) => name);
    expect(names).toEqual(Object.keys(services.kubernetes ?? {}).filter((name) => names.includes(name as never)));
    for (const { arn } of rows(services.eks?.clusters)) expect(arn).toMatch(`arn:aws:eks:${region}:${account}:cluster/`);
    for (const { clusterName } of rows(services.eks?.nodegroups)) expect(names).toContain(clusterName);
    const described = rows(services['elastic-load-balancing-v2']?.LoadBalancers).map(({ LoadBalancerArn }) => LoadBalancerArn);
    const tagged = rows(services['elastic-load-balancing-v2']?.TagDescriptions).map(({ ResourceArn }) => ResourceArn);
    expect(tagged).toEqual(described);
  });

  test('Kubernetes nodes are instances, and pods have addresses of their interfaces', () => {
    const instances = rows(ec2.Reservations).flatMap(({ Instances }) => rows(Instances));
    const interfaces = rows(ec2.NetworkInterfaces);
    const secondary = new Set(
      interfaces.flatMap(({ PrivateIpAddresses: a }) => rows(a).map(({ PrivateIpAddress }) => PrivateIpAddress)),
    );
    const prefixes = interfaces.flatMap(({ Ipv6Prefixes: p }) =>
      rows(p).map(({ Ipv6Prefix }) => String(Ipv6Prefix).replace('/80', '')),
    );
    for (const [name, objects] of Object.entries(services.kubernetes ?? {})) {
      const kinds = (kind: string) => (objects as readonly KubernetesObject[]).filter((object) => object.kind === kind);
      const nodes = kinds('Node').map(({ metadata }) => metadata.name);
      expect(nodes.length, name).toBeGreaterThan(1);
      for (const node of nodes) expect(instances.map(({ PrivateDnsName }) => PrivateDnsName)).toContain(node);
      for (const { spec, status } of kinds('Pod')) {
        expect(nodes).toContain(spec.nodeName);
        const ip = String(status.podIP);
        expect(secondary.has(ip as never) || prefixes.some((prefix) => ip.startsWith(prefix)), `${name} ${ip}`).toBe(true);
      }
    }
  });
});
