import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, expect, test } from 'vitest';
import { isUnknown } from '../../shared/facts/fact.ts';
import { type CollectedName, type FactsOfTarget, facts } from '../../shared/facts/index.ts';
import { jsonBytes } from '../../shared/store/json.ts';
import { isWhole, sampled, tries } from '../whole.ts';
import { SMALL } from './estate.ts';
import { type Recording, readAll, record } from './recorded.ts';

let recording: Recording;
let clean: FactsOfTarget;
beforeAll(async () => {
  recording = await record({
    ...SMALL,
    clusters: 1,
    nodeGroups: 1,
    podIdentityAssociations: 1,
    versions: 1,
    securityGroups: 1,
    instances: 1,
    routeTables: 1,
  });
  clean = await readAll(recording.context((_question, answer) => answer));
});

type Path = readonly (string | number)[];

/** Every place in an answer, the answer's metadata apart. */
function places(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || value instanceof Date) return [path];
  const inner = Object.entries(value).filter(([name]) => name !== '$metadata');
  return [path, ...inner.flatMap(([name, one]) => places(one, [...path, Array.isArray(value) ? Number(name) : name]))];
}

/** Puts something in a place of an answer. */
function put(answer: unknown, path: Path, value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  const parent = answer as Record<string | number, unknown>;
  parent[first] = put(parent[first], rest, value);
  return parent;
}

const at = (question: string, path: Path, value: unknown) =>
  recording.context((asked, answer) => (asked === question ? put(answer, path, value) : answer));

/** Whether a fact says something else than the clean one does; unknown and missing say nothing. */
function differs(found: unknown, truth: unknown): boolean {
  if (isUnknown(found)) return false;
  if (typeof found !== 'object' || found === null || typeof truth !== 'object' || truth === null)
    return JSON.stringify(found) !== JSON.stringify(truth);
  const names = new Set([...Object.keys(found), ...Object.keys(truth)]);
  return [...names].some(
    (name) => name !== 'missing' && differs((found as Record<string, unknown>)[name], (truth as Record<string, unknown>)[name]),
  );
}

/** Whether a fact is less than the clean one and does not say so. */
const lessInSilence = (found: FactsOfTarget[CollectedName], truth: FactsOfTarget[CollectedName]): boolean => {
  if (found === undefined || !found.known || truth === undefined || !truth.known) return false;
  if ('value' in found && 'present' in found.value) return !found.value.present;
  if (!('items' in found) || !('items' in truth)) return differs(found, truth);
  if (found.items.length < truth.items.length) return found.missing.length === 0;
  // What may be in use is read too.
  if (found.items.length > truth.items.length) return false;
  return differs(found, truth);
};

/**
 * What AWS leaves out where there is none: their absence is believed. Everything else that is absent is unknown. A new member here
 * needs a reason in its collector.
 */
const believedAbsent = [
  'ec2 DescribeInstances: Reservations[].Instances[].KeyName',
  'ec2 DescribeInstances: Reservations[].Instances[].SubnetId',
  'ec2 DescribeInstances: Reservations[].Instances[].Tags',
  'ec2 DescribeInstances: Reservations[].Instances[].Tags[].Value',
  'ec2 DescribeInstances: Reservations[].Instances[].VpcId',
  'ec2 DescribeNatGateways: NatGateways[].NatGatewayAddresses[].PublicIp',
  'ec2 DescribeNatGateways: NatGateways[].SubnetId',
  'ec2 DescribeNetworkInterfaces: NetworkInterfaces[].Attachment',
  'ec2 DescribeNetworkInterfaces: NetworkInterfaces[].Attachment.InstanceId',
  'ec2 DescribeNetworkInterfaces: NetworkInterfaces[].DenyAllIgwTraffic',
  'ec2 DescribeNetworkInterfaces: NetworkInterfaces[].Ipv4Prefixes',
  'ec2 DescribeNetworkInterfaces: NetworkInterfaces[].Ipv6Prefixes',
  'ec2 DescribeNetworkInterfaces: NetworkInterfaces[].OwnerId',
  'ec2 DescribeNetworkInterfaces: NetworkInterfaces[].PrivateIpAddresses[].Association',
  'ec2 DescribeNetworkInterfaces: NetworkInterfaces[].PrivateIpAddresses[].Association.PublicIp',
  'ec2 DescribeNetworkInterfaces: NetworkInterfaces[].RequesterId',
  'ec2 DescribeNetworkInterfaces: NetworkInterfaces[].TagSet',
  'ec2 DescribeNetworkInterfaces: NetworkInterfaces[].TagSet[].Value',
  'ec2 DescribeRouteTables: RouteTables[].Associations[].AssociationState',
  'ec2 DescribeRouteTables: RouteTables[].Associations[].AssociationState.State',
  'ec2 DescribeRouteTables: RouteTables[].Routes[].Origin',
  'ec2 DescribeSubnets: Subnets[].BlockPublicAccessStates',
  'ec2 DescribeSubnets: Subnets[].BlockPublicAccessStates.InternetGatewayBlockMode',
  'ec2 DescribeSubnets: Subnets[].CidrBlock',
  'ec2 DescribeSubnets: Subnets[].Ipv6CidrBlockAssociationSet',
  'eks DescribeCluster: cluster.encryptionConfig',
  'eks DescribeCluster: cluster.health',
  'eks DescribeCluster: cluster.health.issues',
  'eks DescribeCluster: cluster.health.issues[].message',
  'eks DescribeCluster: cluster.health.issues[].resourceIds',
  'eks DescribeNodegroup: nodegroup.health',
  'eks DescribeNodegroup: nodegroup.health.issues',
  'eks DescribeNodegroup: nodegroup.health.issues[].message',
  'eks DescribeNodegroup: nodegroup.health.issues[].resourceIds',
  'eks DescribeNodegroup: nodegroup.launchTemplate',
  'eks DescribeNodegroup: nodegroup.launchTemplate.id',
  'eks DescribeNodegroup: nodegroup.launchTemplate.name',
  'eks DescribeNodegroup: nodegroup.launchTemplate.version',
  'eks DescribeNodegroup: nodegroup.remoteAccess',
  'eks DescribeNodegroup: nodegroup.remoteAccess.ec2SshKey',
  'eks DescribeNodegroup: nodegroup.remoteAccess.sourceSecurityGroups',
  'eks DescribeNodegroup: nodegroup.resources',
  'eks DescribeNodegroup: nodegroup.resources.remoteAccessSecurityGroup',
  'eks DescribePodIdentityAssociation: association.disableSessionTags',
  'eks DescribePodIdentityAssociation: association.ownerArn',
  'eks DescribePodIdentityAssociation: association.targetRoleArn',
  'elastic-load-balancing DescribeLoadBalancers: LoadBalancerDescriptions[].VPCId',
  'elastic-load-balancing-v2 DescribeListeners: Listeners[].DefaultActions[].Order',
  'elastic-load-balancing-v2 DescribeListeners: Listeners[].MutualAuthentication',
  'elastic-load-balancing-v2 DescribeListeners: Listeners[].MutualAuthentication.Mode',
  'elastic-load-balancing-v2 DescribeLoadBalancers: LoadBalancers[].AvailabilityZones[].LoadBalancerAddresses',
  'elastic-load-balancing-v2 DescribeLoadBalancers: LoadBalancers[].AvailabilityZones[].LoadBalancerAddresses[].IpAddress',
  'elastic-load-balancing-v2 DescribeRules: Rules[].Actions[].Order',
  'elastic-load-balancing-v2 DescribeRules: Rules[].Conditions[].PathPatternConfig',
  'elastic-load-balancing-v2 DescribeRules: Rules[].Conditions[].PathPatternConfig.RegexValues',
  'elastic-load-balancing-v2 DescribeTags: TagDescriptions[].Tags',
  'elastic-load-balancing-v2 DescribeTags: TagDescriptions[].Tags[].Value',
  'elastic-load-balancing-v2 DescribeTargetGroups: TargetGroups[].IpAddressType',
  'elastic-load-balancing-v2 DescribeTargetHealth: TargetHealthDescriptions[].Target.Port',
  'kms DescribeKey: KeyMetadata.DeletionDate',
];

const named = (question: string, path: Path): string => {
  const [service, operation] = question.split(' ');
  return `${service} ${operation}: ${path.map((part) => (typeof part === 'number' ? '[]' : `.${part}`)).join('')}`.replace(
    ': .',
    ': ',
  );
};

test('a member that is absent is unknown, and nothing else, but for those that AWS leaves out', async () => {
  const believed = new Set<string>();
  for (const [question, answer] of recording.answers) {
    for (const path of sampled(
      places(answer).filter((path) => typeof path.at(-1) === 'string'),
      5,
    )) {
      const found = await readAll(at(question, path, undefined));
      const silent = (Object.keys(clean) as CollectedName[]).some((name) => lessInSilence(found[name], clean[name]));
      if (silent) believed.add(named(question, path));
    }
  }
  // A sample finds no others; all of them find every one.
  expect(believedAbsent).toEqual(isWhole() ? [...believed].sort() : expect.arrayContaining([...believed]));
});

const rubbish = fc.oneof(
  fc.constantFrom(null, undefined, '', 'x', 0, -1, Number.NaN, true, [], {}, [null], [undefined], [[]], [{}], {
    known: false,
    why: 1,
  }),
  fc.anything({ maxDepth: 2 }),
);

test('whatever stands in a place of an answer, every fact is one of its schema, can be stored, and nothing breaks', async () => {
  // An answer as a whole is an object: aws.ts sees to that.
  const all = [...recording.answers].flatMap(([question, answer]) =>
    places(answer)
      .slice(1)
      .map((path) => ({ question, path })),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...all), rubbish, async ({ question, path }, value) => {
      const defects: unknown[] = [];
      const found = await readAll(at(question, path, value), (name, error) => defects.push([name, error]));
      expect(defects).toEqual([]);
      await jsonBytes('facts.json', found);
      for (const [name, fact] of Object.entries(found))
        expect(v.safeParse(facts[name as CollectedName].stored, fact)).toMatchObject({ success: true });
    }),
    { numRuns: tries(30, 500) },
  );
});

test('whatever tags are called and say, what was collected can be stored', async () => {
  const word = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'prototype', 'toJSON'), fc.string({ unit: 'binary' }));
  const tags = fc.array(fc.tuple(word, word), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(tags, async (pairs) => {
      const Tags = pairs.map(([Key, Value]) => ({ Key, Value }));
      const record: unknown = JSON.parse(`{${pairs.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)}}`);
      const changed = (answer: unknown): unknown => {
        if (typeof answer !== 'object' || answer === null || answer instanceof Date) return answer;
        if (Array.isArray(answer)) return answer.map(changed);
        const inner = Object.entries(answer).map(([name, value]) => [name, changed(value)]);
        return { ...Object.fromEntries(inner), Tags, TagSet: Tags, tags: record };
      };
      const found = await readAll(recording.context((_question, answer) => changed(answer)));
      expect(found.vpcs).toMatchObject({ known: true, items: [{ tags: expect.not.objectContaining({ known: false }) }] });
      await jsonBytes('facts.json', found);
    }),
    { numRuns: tries(5, 50) },
  );
});
