import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EstateError, parseEstate } from '../../estate/server.ts';
import { first } from './clients.ts';

const file = (region: object, more = {}) =>
  JSON.stringify({ accounts: { [first]: { regions: { 'us-east-1': region }, ...more } } });
const refusal = (text: string) => {
  try {
    parseEstate(text, 'a.estate.json');
  } catch (error) {
    if (error instanceof EstateError) return error.message;
    throw error;
  }
  return undefined;
};
const inRegion = (region: object) => refusal(file(region))?.replace(`a.estate.json: accounts.${first}.regions.us-east-1.`, '');

describe('an estate file', () => {
  it('is taken when all its members are known', () => {
    const text = file(
      {
        ec2: {
          SecurityGroups: [{ GroupId: 'sg-1', IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] }],
          Reservations: [
            { Instances: [{ InstanceId: 'i-1', LaunchTime: '2026-01-02T03:04:05+00:00', PublicIpAddress: null }] },
          ],
          Subnets: [],
          RouteTables: [],
          NetworkAcls: [],
          NetworkInterfaces: [],
          PrefixLists: [{ PrefixListId: 'pl-1' }],
          VpcBlockPublicAccessExclusions: [],
          VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'block-ingress' },
          Vpcs: [{ VpcId: 'vpc-1' }],
          Addresses: [],
          Volumes: [],
          Images: [],
          GetManagedPrefixListEntries: { 'pl-1': [{ Cidr: '0.0.0.0/1' }], 'pl-2': { Entries: [] } },
          GetEbsEncryptionByDefault: { EbsEncryptionByDefault: true },
          DescribeSnapshots: [{ SnapshotId: 'snap-1' }],
        },
        eks: {
          clusters: [{ name: 'one', version: '1.33', createdAt: 1_700_000_000 }],
          nodegroups: [{ clusterName: 'one', nodegroupName: 'n', remoteAccess: { ec2SshKey: 'k' } }],
          addons: [{ clusterName: 'one', addonName: 'vpc-cni' }],
          accessEntries: [{ clusterName: 'one', principalArn: 'arn:aws:iam::111111111111:role/x' }],
          fargateProfiles: [],
          fargateProfileNames: [],
          associations: [],
          podIdentityAssociations: [],
          clusterVersions: [{ clusterVersion: '1.33' }],
          ListInsights: { one: [{ id: 'a' }] },
          ListAssociatedAccessPolicies: { 'one/arn:aws:iam::111111111111:role/x': [{ policyArn: 'p' }] },
        },
        'elastic-load-balancing-v2': {
          DescribeTargetHealth: { 'arn:tg': [{ Target: { Id: 'i-1' } }] },
          LoadBalancers: [],
          TargetGroups: [],
          Listeners: [],
        },
        'elastic-load-balancing': { LoadBalancerDescriptions: [] },
        kms: {
          DescribeKey: { k: { KeyMetadata: { KeyId: 'k' } } },
          GetKeyPolicy: { 'k/default': { Policy: { Version: '2012-10-17' } } },
        },
        'cloudwatch-logs': { DescribeLogGroups: [{ logGroupName: '/aws/eks/one/cluster' }] },
        kubernetes: { one: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } }] },
      },
      {
        global: {
          iam: { Roles: [{ RoleName: 'r', AssumeRolePolicyDocument: { Statement: [] } }] },
          organizations: { ListAccounts: [{ Id: first }], Organization: { Id: 'o-1' } },
          s3: { Buckets: [{ Name: 'b' }] },
          sts: { GetCallerIdentity: { Arn: 'arn:x' } },
        },
      },
    );
    expect(refusal(text)).toBeUndefined();
    expect(parseEstate(text, 'x').accounts[first]?.regions?.['us-east-1']?.kms).toBeDefined();
  });

  it.each([
    [{ ec2: { SecurityGroup: [] } }, 'ec2.SecurityGroup: ec2 has no list or operation of this name'],
    [{ ec2: { Subnets: [{}, { SubnetID: 'x' }] } }, 'ec2.Subnets[1].SubnetID: Subnet has no such member'],
    [{ ec2: { Subnets: {} } }, 'ec2.Subnets: expected a list'],
    [{ ec2: { Subnets: [{ SubnetId: 7 }] } }, 'ec2.Subnets[0].SubnetId: expected a string'],
    [{ ec2: { Subnets: [{ MapPublicIpOnLaunch: 'true' }] } }, 'ec2.Subnets[0].MapPublicIpOnLaunch: expected a boolean'],
    [{ ec2: { Subnets: [{ AvailableIpAddressCount: '7' }] } }, 'ec2.Subnets[0].AvailableIpAddressCount: expected a number'],
    [{ eks: { clusters: [{ createdAt: 'yesterday' }] } }, 'eks.clusters[0].createdAt: expected a timestamp'],
    [{ eks: { clusters: ['one'] } }, 'eks.clusters[0]: expected an object'],
    [{ eks: { clusters: [{ tags: { a: 1 } }] } }, 'eks.clusters[0].tags.a: expected a string'],
    [{ eks: { clusters: [{ tags: { a: 'b' }, policy: {} }] } }, 'eks.clusters[0].policy: Cluster has no such member'],
    [{ ec2: { VpcBlockPublicAccessOptions: [] } }, 'ec2.VpcBlockPublicAccessOptions: expected an object'],
    [
      { ec2: { Snapshots: [] } },
      'ec2.Snapshots: several operations answer with it: write the one that is meant, DescribeLockedSnapshots or DescribeSnapshots or ListSnapshotsInRecycleBin',
    ],
    [
      { 'elastic-load-balancing-v2': { TargetHealthDescriptions: [] } },
      'elastic-load-balancing-v2.TargetHealthDescriptions: write DescribeTargetHealth: { "<TargetGroupArn>": … }, for it is asked per TargetGroupArn',
    ],
    [{ ec2: { GetManagedPrefixListEntries: [] } }, 'ec2.GetManagedPrefixListEntries: expected an object'],
    [
      { ec2: { GetManagedPrefixListEntries: { 'pl-1': [{ CIDR: '' }] } } },
      'ec2.GetManagedPrefixListEntries.pl-1[0].CIDR: PrefixListEntry has no such member',
    ],
    [
      { ec2: { DescribeImageAttribute: { 'a/b': [] } } },
      'ec2.DescribeImageAttribute.a/b: DescribeImageAttribute does not answer with one list: write its whole output',
    ],
    [{ rds: {} }, /^rds: no such service here; those are ec2, eks, .* and kubernetes$/],
    [{ kubernetes: { gone: [] } }, 'kubernetes.gone: eks.clusters of this Region has no such cluster'],
    [{ eks: { clusters: [{ name: 'a' }] }, kubernetes: { a: {} } }, 'kubernetes.a: expected a list of Kubernetes objects'],
    [
      { eks: { clusters: [{ name: 'a' }] }, kubernetes: { a: [{ kind: 'Pod' }] } },
      'kubernetes.a[0]: a Kubernetes object has an apiVersion and a kind',
    ],
  ])('names what it does not know by its place: %j', (region, message) => {
    expect(inRegion(region)).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });

  it.each([
    ['', /^a\.estate\.json: not JSON: /],
    ['{"accounts":', /not JSON/],
    ['[]', 'a.estate.json: the estate: expected an object'],
    ['null', 'a.estate.json: the estate: expected an object'],
    ['{}', 'a.estate.json: accounts: expected an object'],
    ['{"accounts":{}}', 'a.estate.json: accounts: there must be at least one account'],
    ['{"account":{},"accounts":{"111111111111":{}}}', 'a.estate.json: account: no such member; those are accounts'],
    ['{"accounts":{"42":{}}}', 'a.estate.json: accounts.42: an account id is twelve digits'],
    [
      '{"accounts":{"111111111111":{"Regions":{}}}}',
      'a.estate.json: accounts.111111111111.Regions: no such member; those are global, regions',
    ],
    [
      '{"accounts":{"111111111111":{"regions":{"mars":{}}}}}',
      'a.estate.json: accounts.111111111111.regions.mars: not the name of a Region',
    ],
    ['{"accounts":{"111111111111":{"global":{"kubernetes":{}}}}}', /global\.kubernetes: no such service here/],
  ])('says what is wrong with %s', (text, message) => {
    expect(refusal(text)).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  });

  it('says several things at once, and how many more there are', () => {
    const message = inRegion({ ec2: { Subnets: Array.from({ length: 20 }, (_, i) => ({ [`Wrong${i}`]: 1 })) } });
    expect(message).toMatch(/Wrong0: .*; .*Wrong4: .*; and 15 more$/);
  });

  it('cannot reach prototypes, a deep stack, or the terminal', () => {
    expect(refusal('{"accounts":{"111111111111":{"__proto__":{"regions":1}}}}')).toMatch(/__proto__: no such member/);
    expect(inRegion(JSON.parse('{"ec2":{"__proto__":[]}}') as object)).toBe(
      'ec2.__proto__: ec2 has no list or operation of this name',
    );
    expect(inRegion(JSON.parse('{"ec2":{"Subnets":[{"__proto__":{}}]}}') as object)).toMatch(
      /__proto__: Subnet has no such member/,
    );
    expect(inRegion({ ec2: { constructor: [] } })).toMatch(/constructor: ec2 has no list/);
    expect(inRegion({ constructor: {} })).toMatch(/^constructor: no such service/);
    expect(refusal('['.repeat(200_000))).toBe('a.estate.json: nested deeper than 100 levels');
    expect(refusal(`{"accounts":"${'['.repeat(500)}\\""}`)).toBe('a.estate.json: accounts: expected an object');
    expect(inRegion({ '\u001b[31m\u202eevil\n': {} })).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(inRegion({ ['x'.repeat(100_000)]: {} })?.length).toBeLessThan(500);
  });

  it('is either an estate or refused in one line, whatever it says', () => {
    const names = fc.constantFrom(
      'accounts',
      first,
      'global',
      'regions',
      'us-east-1',
      'ec2',
      'eks',
      'Subnets',
      'clusters',
      'Tags',
      '__proto__',
      'toString',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 8 },
        fc.constantFrom(null, true, 0, -1, 'x', ''),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(names, tie('value'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          value.map((v) => JSON.stringify(v)),
          fc.string(),
        ),
        (text) => !refusal(text)?.includes('\n'),
      ),
      { numRuns: 300 },
    );
  });
});
