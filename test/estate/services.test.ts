import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as eks from '@aws-sdk/client-eks';
import * as elb from '@aws-sdk/client-elastic-load-balancing';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as iam from '@aws-sdk/client-iam';
import * as kms from '@aws-sdk/client-kms';
import * as organizations from '@aws-sdk/client-organizations';
import { describe, expect, it } from 'vitest';
import { failureOf, first, oneRegion, second, start } from './clients.ts';

const server = await start(
  oneRegion(
    {
      eks: {
        clusters: [
          {
            name: 'one',
            version: '1.33',
            createdAt: '2026-01-02T03:04:05Z',
            tags: { team: 'a' },
            encryptionConfig: [{ resources: ['secrets'] }],
          },
          { name: 'two', connectorConfig: { provider: 'OTHER' } },
        ],
        nodegroups: [
          { clusterName: 'one', nodegroupName: 'n1', remoteAccess: { ec2SshKey: 'k' } },
          { clusterName: 'two', nodegroupName: 'n1', diskSize: 20 },
        ],
        addons: [{ clusterName: 'one', addonName: 'vpc-cni', configurationValues: '{}' }],
        accessEntries: [{ clusterName: 'one', principalArn: `arn:aws:iam::${first}:role/a/b`, type: 'STANDARD' }],
        fargateProfiles: [{ clusterName: 'one', fargateProfileName: 'f' }],
        podIdentityAssociations: [{ clusterName: 'one', associationId: 'a-1', roleArn: 'arn:r', policy: { Statement: [] } }],
        identityProviderConfigs: [{ oidc: { clusterName: 'one', identityProviderConfigName: 'corp', issuerUrl: 'https://i' } }],
        clusterVersions: [
          {
            clusterVersion: '1.33',
            defaultVersion: true,
            versionStatus: 'STANDARD_SUPPORT',
            endOfStandardSupportDate: 1_800_000_000,
          },
          { clusterVersion: '1.28', versionStatus: 'UNSUPPORTED' },
        ],
        ListInsights: { one: [{ id: 'i-1', name: 'Deprecated APIs', lastRefreshTime: '2026-01-01T00:00:00Z' }] },
        DescribeInsight: { 'one/i-1': { insight: { id: 'i-1', recommendation: 'Upgrade' } } },
        ListAssociatedAccessPolicies: { [`one/arn:aws:iam::${first}:role/a/b`]: [{ policyArn: 'p' }] },
      },
      'elastic-load-balancing-v2': {
        LoadBalancers: [
          {
            LoadBalancerArn: 'arn:lb/1',
            LoadBalancerName: 'one',
            CreatedTime: '2026-01-01T00:00:00Z',
            AvailabilityZones: [{ SubnetId: 's' }],
          },
          { LoadBalancerArn: 'arn:lb/2', LoadBalancerName: 'two' },
        ],
        Listeners: [{ ListenerArn: 'arn:listener/app/1/2', LoadBalancerArn: 'arn:lb/1', Port: 443 }],
        Rules: [{ RuleArn: 'arn:listener-rule/app/1/2/3' }, { RuleArn: 'arn:listener-rule/app/1/22/3' }],
        TargetGroups: [
          { TargetGroupArn: 'arn:tg/1', TargetGroupName: 't1', LoadBalancerArns: ['arn:lb/1'] },
          { TargetGroupArn: 'arn:tg/2', TargetGroupName: 't2' },
        ],
        TagDescriptions: [{ ResourceArn: 'arn:lb/1', Tags: [{ Key: 'k', Value: 'v' }] }],
        DescribeTargetHealth: { 'arn:tg/1': [{ Target: { Id: 'i-1', Port: 0 }, TargetHealth: { State: 'healthy' } }] },
        DescribeTargetGroupAttributes: { 'arn:tg/1': [{ Key: 'preserve_client_ip.enabled', Value: 'true' }] },
      },
      'elastic-load-balancing': {
        LoadBalancerDescriptions: [{ LoadBalancerName: 'classic', Instances: [{ InstanceId: 'i-1' }] }],
      },
      kms: {
        Keys: [{ KeyId: 'listed' }],
        Aliases: [
          { AliasName: 'alias/app', TargetKeyId: 'k-1' },
          { AliasName: 'alias/other', TargetKeyId: 'k-2' },
        ],
        DescribeKey: {
          'k-1': { KeyMetadata: { KeyId: 'k-1', KeyState: 'PendingDeletion', DeletionDate: '2026-12-01T00:00:00Z' } },
        },
        GetKeyPolicy: { 'k-1': { Policy: { Version: '2012-10-17' }, PolicyName: 'default' } },
      },
      'cloudwatch-logs': {
        DescribeLogGroups: [
          { logGroupName: '/aws/eks/one/cluster', retentionInDays: 30 },
          { logGroupName: '/aws/eks/two/cluster' },
          { logGroupName: '/app' },
        ],
      },
    },
    {
      iam: {
        Roles: [
          {
            RoleName: 'node',
            Path: '/eks/',
            AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow' }] },
            CreateDate: '2026-01-01T00:00:00Z',
          },
          { RoleName: 'plain', Path: '/', AssumeRolePolicyDocument: '%7B%7D' },
        ],
        ListAttachedRolePolicies: { node: [{ PolicyName: 'P', PolicyArn: 'arn:p' }] },
        GetRolePolicy: { 'node/inline': { RoleName: 'node', PolicyName: 'inline', PolicyDocument: { Version: '2012-10-17' } } },
        AccountAliases: ['acme'],
        SummaryMap: { Roles: 2 },
      },
      organizations: {
        Organization: { Id: 'o-1', MasterAccountId: first },
        Roots: [{ Id: 'r-1' }],
        ListAccounts: [{ Id: first, Name: 'a', Status: 'ACTIVE', JoinedTimestamp: 1_700_000_000 }, { Id: second }],
        ListOrganizationalUnitsForParent: {
          'r-1': [
            { Id: 'ou-1', Name: 'one' },
            { Id: 'ou-2', Name: 'two' },
          ],
        },
        ListAccountsForParent: { 'ou-1': [{ Id: second }] },
      },
    },
  ),
);

describe('EKS', () => {
  const { eks: client } = server;
  const one = { clusterName: 'one' };
  it('lists names, and describes what they name', async () => {
    expect((await client.send(new eks.ListClustersCommand({}))).clusters).toEqual(['one']);
    expect((await client.send(new eks.ListClustersCommand({ include: ['all'] }))).clusters).toEqual(['one', 'two']);
    const { cluster } = await client.send(new eks.DescribeClusterCommand({ name: 'one' }));
    expect(cluster).toEqual({
      name: 'one',
      version: '1.33',
      createdAt: new Date('2026-01-02T03:04:05Z'),
      tags: { team: 'a' },
      encryptionConfig: [{ resources: ['secrets'] }],
    });
    expect((await client.send(new eks.ListNodegroupsCommand(one))).nodegroups).toEqual(['n1']);
    const { nodegroup } = await client.send(new eks.DescribeNodegroupCommand({ clusterName: 'two', nodegroupName: 'n1' }));
    expect(nodegroup).toEqual({ clusterName: 'two', nodegroupName: 'n1', diskSize: 20 });
    expect((await client.send(new eks.ListAddonsCommand(one))).addons).toEqual(['vpc-cni']);
    expect((await client.send(new eks.DescribeAddonCommand({ ...one, addonName: 'vpc-cni' }))).addon?.configurationValues).toBe(
      '{}',
    );
    expect((await client.send(new eks.ListFargateProfilesCommand(one))).fargateProfileNames).toEqual(['f']);
    expect(
      (await client.send(new eks.DescribeFargateProfileCommand({ ...one, fargateProfileName: 'f' }))).fargateProfile,
    ).toMatchObject({ fargateProfileName: 'f' });
  });
  it('finds principals whose ARNs have slashes', async () => {
    const principalArn = `arn:aws:iam::${first}:role/a/b`;
    expect((await client.send(new eks.ListAccessEntriesCommand(one))).accessEntries).toEqual([principalArn]);
    expect((await client.send(new eks.DescribeAccessEntryCommand({ ...one, principalArn }))).accessEntry?.type).toBe(
      'STANDARD',
    );
    const { associatedAccessPolicies } = await client.send(
      new eks.ListAssociatedAccessPoliciesCommand({ ...one, principalArn }),
    );
    expect(associatedAccessPolicies).toEqual([{ policyArn: 'p' }]);
  });
  it('summarises what has a summary', async () => {
    const { associations } = await client.send(new eks.ListPodIdentityAssociationsCommand(one));
    expect(associations).toEqual([{ clusterName: 'one', associationId: 'a-1' }]);
    const { association } = await client.send(new eks.DescribePodIdentityAssociationCommand({ ...one, associationId: 'a-1' }));
    expect(association).toMatchObject({ roleArn: 'arn:r', policy: '{"Statement":[]}' });
    const { identityProviderConfigs } = await client.send(new eks.ListIdentityProviderConfigsCommand(one));
    expect(identityProviderConfigs).toEqual([{ type: 'oidc', name: 'corp' }]);
    const config = new eks.DescribeIdentityProviderConfigCommand({
      ...one,
      identityProviderConfig: { type: 'oidc', name: 'corp' },
    });
    expect((await client.send(config)).identityProviderConfig?.oidc?.issuerUrl).toBe('https://i');
  });
  it('answers insights and versions from the file', async () => {
    expect((await client.send(new eks.ListInsightsCommand(one))).insights).toMatchObject([
      { id: 'i-1', lastRefreshTime: new Date('2026-01-01T00:00:00Z') },
    ]);
    expect((await client.send(new eks.DescribeInsightCommand({ ...one, id: 'i-1' }))).insight?.recommendation).toBe('Upgrade');
    expect((await client.send(new eks.ListInsightsCommand({ clusterName: 'two' }))).insights).toEqual([]);
    const versions = async (input: eks.DescribeClusterVersionsCommandInput) =>
      (await client.send(new eks.DescribeClusterVersionsCommand(input))).clusterVersions?.map((v) => v.clusterVersion);
    expect(await versions({})).toEqual(['1.33', '1.28']);
    expect(await versions({ clusterVersions: ['1.28', '1.99'] })).toEqual(['1.28']);
    expect(await versions({ versionStatus: 'STANDARD_SUPPORT' })).toEqual(['1.33']);
    expect(await versions({ defaultOnly: true })).toEqual(['1.33']);
  });
  it('says what is not there as EKS says it', async () => {
    const missing = async (command: object) => failureOf(client.send(command as Parameters<typeof client.send>[0]));
    const notFound = { code: 'ResourceNotFoundException', status: 404 };
    expect(await missing(new eks.DescribeClusterCommand({ name: 'constructor' }))).toMatchObject({
      ...notFound,
      message: 'No cluster found for name: constructor.',
    });
    expect(await missing(new eks.ListNodegroupsCommand({ clusterName: 'gone' }))).toMatchObject({
      ...notFound,
      error: { clusterName: 'gone' },
    });
    expect(await missing(new eks.DescribeNodegroupCommand({ ...one, nodegroupName: 'n2' }))).toMatchObject({
      ...notFound,
      error: { clusterName: 'one', nodegroupName: 'n2' },
    });
    expect(await missing(new eks.DescribeAddonCommand({ ...one, addonName: 'x' }))).toMatchObject(notFound);
    expect(await missing(new eks.DescribeAccessEntryCommand({ ...one, principalArn: 'arn:x' }))).toMatchObject(notFound);
    expect(await missing(new eks.DescribeInsightCommand({ ...one, id: 'x' }))).toMatchObject(notFound);
  });
});

describe('Elastic Load Balancing', () => {
  const { elbv2: client, elb: classic } = server;
  it('selects load balancers by ARN and name, and says which kind is not there', async () => {
    const { LoadBalancers } = await client.send(new elbv2.DescribeLoadBalancersCommand({ Names: ['one'] }));
    expect(LoadBalancers).toEqual([
      {
        LoadBalancerArn: 'arn:lb/1',
        LoadBalancerName: 'one',
        CreatedTime: new Date('2026-01-01T00:00:00Z'),
        AvailabilityZones: [{ SubnetId: 's' }],
      },
    ]);
    const missing = new elbv2.DescribeLoadBalancersCommand({ LoadBalancerArns: ['arn:lb/1', 'arn:lb/9'] });
    expect(await failureOf(client.send(missing))).toMatchObject({ code: 'LoadBalancerNotFoundException', status: 400 });
  });
  it('gives listeners of a load balancer, rules of a listener, target groups of a load balancer', async () => {
    const listeners = (LoadBalancerArn: string) => client.send(new elbv2.DescribeListenersCommand({ LoadBalancerArn }));
    expect((await listeners('arn:lb/1')).Listeners).toHaveLength(1);
    expect((await listeners('arn:lb/2')).Listeners).toEqual([]);
    expect(await failureOf(listeners('arn:lb/3'))).toMatchObject({ code: 'LoadBalancerNotFoundException' });
    expect(await failureOf(client.send(new elbv2.DescribeListenersCommand({})))).toMatchObject({ code: 'ValidationError' });
    const { Rules } = await client.send(new elbv2.DescribeRulesCommand({ ListenerArn: 'arn:listener/app/1/2' }));
    expect(Rules).toEqual([{ RuleArn: 'arn:listener-rule/app/1/2/3' }]);
    const { TargetGroups } = await client.send(new elbv2.DescribeTargetGroupsCommand({ LoadBalancerArn: 'arn:lb/1' }));
    expect(TargetGroups?.map((t) => t.TargetGroupName)).toEqual(['t1']);
    expect((await client.send(new elbv2.DescribeTargetGroupsCommand({ Names: ['t2'] }))).TargetGroups).toHaveLength(1);
    expect(await failureOf(client.send(new elbv2.DescribeTargetGroupsCommand({ Names: ['t3'] })))).toMatchObject({
      code: 'TargetGroupNotFoundException',
    });
  });
  it('gives health, attributes and tags; without any they are empty, of what is not there an error', async () => {
    const health = (TargetGroupArn: string) => client.send(new elbv2.DescribeTargetHealthCommand({ TargetGroupArn }));
    expect((await health('arn:tg/1')).TargetHealthDescriptions).toEqual([
      { Target: { Id: 'i-1', Port: 0 }, TargetHealth: { State: 'healthy' } },
    ]);
    expect((await health('arn:tg/2')).TargetHealthDescriptions).toEqual([]);
    expect(await failureOf(health('arn:tg/3'))).toMatchObject({ code: 'TargetGroupNotFoundException' });
    const attributes = await client.send(new elbv2.DescribeTargetGroupAttributesCommand({ TargetGroupArn: 'arn:tg/2' }));
    expect(attributes.Attributes).toEqual([]);
    const tags = (...ResourceArns: string[]) => client.send(new elbv2.DescribeTagsCommand({ ResourceArns }));
    expect((await tags('arn:tg/1', 'arn:lb/1')).TagDescriptions).toEqual([
      { ResourceArn: 'arn:tg/1', Tags: [] },
      { ResourceArn: 'arn:lb/1', Tags: [{ Key: 'k', Value: 'v' }] },
    ]);
    expect(await failureOf(tags('arn:lb/9'))).toMatchObject({ code: 'LoadBalancerNotFoundException' });
    expect(await failureOf(tags(...Array.from({ length: 21 }, (_, i) => `arn:${i}`)))).toMatchObject({
      code: 'ValidationError',
    });
  });
  it('keeps classic load balancers apart', async () => {
    const { LoadBalancerDescriptions } = await classic.send(new elb.DescribeLoadBalancersCommand({}));
    expect(LoadBalancerDescriptions).toEqual([{ LoadBalancerName: 'classic', Instances: [{ InstanceId: 'i-1' }] }]);
    expect(await failureOf(classic.send(new elb.DescribeLoadBalancersCommand({ LoadBalancerNames: ['x'] })))).toMatchObject({
      message: expect.stringContaining("'x'"),
    });
    expect((await classic.send(new elb.DescribeTagsCommand({ LoadBalancerNames: ['classic'] }))).TagDescriptions).toEqual([
      { LoadBalancerName: 'classic', Tags: [] },
    ]);
    expect((await classic.send(new elb.DescribeInstanceHealthCommand({ LoadBalancerName: 'classic' }))).InstanceStates).toEqual(
      [],
    );
  });
});

describe('KMS', () => {
  const { kms: client } = server;
  const describeKey = (KeyId: string) => client.send(new kms.DescribeKeyCommand({ KeyId }));
  const arn = (resource: string, account = first) => `arn:aws:kms:us-east-1:${account}:${resource}`;
  it.each([['k-1'], [arn('key/k-1')], ['alias/app'], [arn('alias/app')]])('knows a key as %s', async (id) => {
    expect((await describeKey(id)).KeyMetadata).toEqual({
      KeyId: 'k-1',
      KeyState: 'PendingDeletion',
      DeletionDate: new Date('2026-12-01T00:00:00Z'),
    });
  });
  it('says what is known of a key that is only listed', async () => {
    expect((await describeKey('listed')).KeyMetadata).toMatchObject({
      KeyId: 'listed',
      Arn: arn('key/listed'),
      AWSAccountId: first,
    });
    expect(await client.send(new kms.GetKeyRotationStatusCommand({ KeyId: 'listed' }))).toMatchObject({
      KeyRotationEnabled: false,
    });
  });
  it('gives policies as text, and aliases of a key', async () => {
    expect((await client.send(new kms.GetKeyPolicyCommand({ KeyId: arn('key/k-1') }))).Policy).toBe('{"Version":"2012-10-17"}');
    expect((await client.send(new kms.ListAliasesCommand({ KeyId: 'k-1' }))).Aliases?.map((a) => a.AliasName)).toEqual([
      'alias/app',
    ]);
    expect((await client.send(new kms.ListAliasesCommand({}))).Aliases).toHaveLength(2);
  });
  it('refuses what it does not know, and another account’s keys', async () => {
    expect(await failureOf(describeKey('k-9'))).toMatchObject({
      code: 'NotFoundException',
      status: 400,
      message: `Key '${arn('key/k-9')}' does not exist`,
    });
    expect(await failureOf(describeKey('alias/x'))).toMatchObject({
      code: 'NotFoundException',
      message: `Alias ${arn('alias/x')} is not found.`,
    });
    expect(await failureOf(describeKey(arn('key/k-1', second)))).toMatchObject({
      code: 'AccessDeniedException',
      message: expect.stringContaining('no resource-based policy'),
    });
    expect(await failureOf(client.send(new kms.GetKeyPolicyCommand({ KeyId: '__proto__' })))).toMatchObject({
      code: 'NotFoundException',
    });
  });
});

describe('IAM', () => {
  const { iam: client } = server;
  it('gives documents percent-encoded, however they stand in the file', async () => {
    const { Role } = await client.send(new iam.GetRoleCommand({ RoleName: 'node' }));
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))).toEqual({ Statement: [{ Effect: 'Allow' }] });
    const { Roles } = await client.send(new iam.ListRolesCommand({}));
    expect(Roles?.[1]?.AssumeRolePolicyDocument).toBe('%7B%7D');
    expect(Roles?.[0]?.CreateDate).toEqual(new Date('2026-01-01T00:00:00Z'));
    const { PolicyDocument } = await client.send(new iam.GetRolePolicyCommand({ RoleName: 'node', PolicyName: 'inline' }));
    expect(decodeURIComponent(PolicyDocument ?? '')).toBe('{"Version":"2012-10-17"}');
  });
  it('selects by path, and knows which roles there are', async () => {
    expect((await client.send(new iam.ListRolesCommand({ PathPrefix: '/eks/' }))).Roles).toHaveLength(1);
    expect((await client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName: 'node' }))).AttachedPolicies).toEqual([
      { PolicyName: 'P', PolicyArn: 'arn:p' },
    ]);
    expect((await client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName: 'plain' }))).AttachedPolicies).toEqual([]);
    const missing = failureOf(client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName: 'x' })));
    expect(await missing).toMatchObject({
      code: 'NoSuchEntityException',
      status: 404,
      message: 'The role with name x cannot be found.',
    });
    expect((await client.send(new iam.ListAccountAliasesCommand({}))).AccountAliases).toEqual(['acme']);
    expect((await client.send(new iam.GetAccountSummaryCommand({}))).SummaryMap).toEqual({ Roles: 2 });
  });
});

describe('CloudWatch Logs and Organizations', () => {
  const { logs: client, organizations: orgs } = server;
  it('select log groups by the beginning or a part of the name', async () => {
    const names = async (input: logs.DescribeLogGroupsCommandInput) =>
      (await client.send(new logs.DescribeLogGroupsCommand(input))).logGroups?.map((g) => g.logGroupName);
    expect(await names({ logGroupNamePrefix: '/aws/eks/one' })).toEqual(['/aws/eks/one/cluster']);
    expect(await names({ logGroupNamePattern: 'EKS' })).toEqual(['/aws/eks/one/cluster', '/aws/eks/two/cluster']);
    expect(await failureOf(names({ logGroupNamePattern: 'a', logGroupNamePrefix: 'b' }))).toMatchObject({
      code: 'InvalidParameterException',
    });
    const streams = new logs.DescribeLogStreamsCommand({ logGroupName: '/none' });
    expect(await failureOf(client.send(streams))).toMatchObject({ code: 'ResourceNotFoundException' });
  });
  it('know the organization and its accounts', async () => {
    expect((await orgs.send(new organizations.DescribeOrganizationCommand({}))).Organization?.MasterAccountId).toBe(first);
    expect((await orgs.send(new organizations.ListRootsCommand({}))).Roots).toEqual([{ Id: 'r-1' }]);
    expect((await orgs.send(new organizations.ListAccountsForParentCommand({ ParentId: 'ou-1' }))).Accounts).toEqual([
      { Id: second },
    ]);
    const inside = async (ParentId: string) => {
      const { OrganizationalUnits: units } = await orgs.send(
        new organizations.ListOrganizationalUnitsForParentCommand({ ParentId }),
      );
      const { Accounts } = await orgs.send(new organizations.ListAccountsForParentCommand({ ParentId }));
      return { units: units?.map(({ Name }) => Name), accounts: Accounts?.length };
    };
    expect(await inside('r-1')).toEqual({ units: ['one', 'two'], accounts: 0 });
    expect(await inside('ou-2')).toEqual({ units: [], accounts: 0 });
    expect(await failureOf(inside('ou-3'))).toMatchObject({ code: 'ParentNotFoundException' });
    const { Account } = await orgs.send(new organizations.DescribeAccountCommand({ AccountId: first }));
    expect(Account).toEqual({ Id: first, Name: 'a', Status: 'ACTIVE', JoinedTimestamp: new Date(1_700_000_000_000) });
    expect(await failureOf(orgs.send(new organizations.DescribeAccountCommand({ AccountId: '333333333333' })))).toMatchObject({
      code: 'AccountNotFoundException',
    });
    const alone = await start(oneRegion({}));
    expect(await failureOf(alone.organizations.send(new organizations.DescribeOrganizationCommand({})))).toMatchObject({
      code: 'AWSOrganizationsNotInUseException',
    });
  });
});
