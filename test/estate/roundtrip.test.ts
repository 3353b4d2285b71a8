import * as ec2 from '@aws-sdk/client-ec2';
import * as eks from '@aws-sdk/client-eks';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { catalogueOf } from '../../estate/aws/catalogue.ts';
import type { Shape } from '../../estate/aws/schema.ts';
import { type ServiceName, services } from '../../estate/aws/services.ts';
import { oneRegion, start, withoutEmptyLists } from './clients.ts';

const nested = ['list', 'map', 'structure'];
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((s) => s.isWellFormed() && s.trim() === s && s !== '');
/** Whole seconds, for that is what some protocols hold. */
const moment = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000).toISOString());

/** Any value of a shape as it may stand in a file. In XML an empty list or structure may be nothing: there is at least one of each. */
function anyOf(shape: Shape, depth = 0): fc.Arbitrary<unknown> {
  const { kind, members, value } = shape;
  if (kind === 'boolean') return fc.boolean();
  if (kind === 'number') return fc.integer();
  if (kind === 'timestamp') return moment;
  if (kind === 'list' && value) return fc.array(anyOf(value.shape, depth), { minLength: 1, maxLength: 2 });
  if (kind === 'map' && value)
    return fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), anyOf(value.shape, depth), { minKeys: 1, maxKeys: 2 });
  if (kind !== 'structure') return text;
  const fit = [...members].filter(([, m]) => !nested.includes(m.shape.kind) || (depth < 3 && hasPlain(m.shape)));
  const some = fc.subarray(fit, { minLength: 1, maxLength: Math.min(5, fit.length) });
  return some.chain((chosen) => fc.record(Object.fromEntries(chosen.map(([name, m]) => [name, anyOf(m.shape, depth + 1)]))));
}

/** Whether there is something to put in at the greatest depth. */
const hasPlain = ({ kind, members, value }: Shape): boolean =>
  kind === 'structure' ? [...members.values()].some((m) => !nested.includes(m.shape.kind)) : !value || hasPlain(value.shape);

const itemOf = (service: ServiceName, list: string): Shape => {
  const named = services().get(service);
  const shape = named && catalogueOf(named).named.get(list)?.shape;
  if (!shape) throw new Error(`no list ${list}`);
  return shape;
};

/** What the client shows, in the file's own terms. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const lists = [
  ['ec2', 'SecurityGroups', async (c) => (await c.ec2.send(new ec2.DescribeSecurityGroupsCommand({}))).SecurityGroups],
  ['ec2', 'NetworkInterfaces', async (c) => (await c.ec2.send(new ec2.DescribeNetworkInterfacesCommand({}))).NetworkInterfaces],
  [
    'ec2',
    'LaunchTemplateVersions',
    async (c) => (await c.ec2.send(new ec2.DescribeLaunchTemplateVersionsCommand({ Versions: [] }))).LaunchTemplateVersions,
  ],
  ['ec2', 'NetworkAcls', async (c) => (await c.ec2.send(new ec2.DescribeNetworkAclsCommand({}))).NetworkAcls],
  [
    'elastic-load-balancing-v2',
    'LoadBalancers',
    async (c) => (await c.elbv2.send(new elbv2.DescribeLoadBalancersCommand({}))).LoadBalancers,
  ],
  ['eks', 'clusterVersions', async (c) => (await c.eks.send(new eks.DescribeClusterVersionsCommand({}))).clusterVersions],
] as const satisfies readonly (readonly [ServiceName, string, (c: Awaited<ReturnType<typeof start>>) => Promise<unknown>])[];

it.each(lists)('%s %s: what stands in the file is what the client gets', async (service, list, read) => {
  const items: unknown[] = [];
  const server = await start(oneRegion({ [service]: { [list]: items } }));
  await fc.assert(
    fc.asyncProperty(fc.array(anyOf(itemOf(service, list)), { minLength: 1, maxLength: 3 }), async (made) => {
      items.splice(0, items.length, ...made);
      expect(withoutEmptyLists(plain(await read(server)))).toEqual(made);
    }),
    { numRuns: 30 },
  );
});
