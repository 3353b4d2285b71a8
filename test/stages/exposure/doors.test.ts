import { expect, test } from 'vitest';
import { derivations } from '../../../shared/derive/index.ts';
import { unknown } from '../../../shared/facts/fact.ts';
import type { FactsOfTarget, Stored } from '../../../shared/facts/index.ts';
import { type Doors, unevaluatedDoors, vpcsOf } from '../../../shared/stages/exposure/doors.ts';

type Interface = Stored<'networkInterfaces'>;

const item = (id: string, more: Partial<Interface> = {}): Interface => ({
  id,
  vpcId: 'vpc-1',
  subnetId: 'subnet-1',
  interfaceType: 'interface',
  status: 'in-use',
  description: '',
  securityGroupIds: [],
  privateAddresses: [],
  ipv6Addresses: [],
  ipv4Prefixes: [],
  ipv6Prefixes: [],
  denyAllIgwTraffic: false,
  tags: {},
  ...more,
});
const facts: FactsOfTarget = {
  networkInterfaces: {
    known: true,
    items: [
      item('eni-1'),
      item('eni-2', { interfaceType: 'global_accelerator_managed' }),
      item('eni-3', { vpcId: 'vpc-2', tags: { InstanceConnectEndpointId: 'eice-1' } }),
      item('eni-4', { vpcId: unknown('malformed'), interfaceType: 'api_gateway_managed' }),
      item('eni-5', { tags: unknown('malformed tags') }),
    ],
    missing: [{ id: 'eni-6', why: 'listed twice' }],
  },
};
const ids = (only: Doors, given = facts) => unevaluatedDoors(given, derivations, only).map(({ resource }) => resource.id);

test('ways in that are not evaluated are said by kind, and by what shows them', () => {
  expect(unevaluatedDoors(facts, derivations, {})).toEqual([
    {
      resource: { type: 'network-interface', id: 'eni-2' },
      why: 'a way in that was not evaluated: global accelerator (an interface of the type global_accelerator_managed)',
    },
    {
      resource: { type: 'network-interface', id: 'eni-3' },
      why: 'a way in that was not evaluated: instance connect endpoint (tagged InstanceConnectEndpointId)',
    },
    {
      resource: { type: 'network-interface', id: 'eni-4' },
      why: 'a way in that was not evaluated: api gateway vpc link (an interface of the type api_gateway_managed)',
    },
    { resource: { type: 'network-interface', id: 'eni-5' }, why: 'it may be a way in that was not evaluated: malformed tags' },
  ]);
});

test('of some VPCs, with those whose VPC is not known; and of those that ask for no credentials', () => {
  expect(ids({ vpcs: new Set(['vpc-2']) })).toEqual(['eni-3', 'eni-4', 'eni-5']);
  expect(ids({ vpcs: new Set(['vpc-2']), anonymous: true })).toEqual(['eni-4', 'eni-5']);
  expect(ids({ anonymous: true })).toEqual(['eni-2', 'eni-4', 'eni-5']);
  expect(ids({}, { networkInterfaces: unknown('denied') })).toEqual([]);
  expect(ids({}, {})).toEqual([]);
});

test('the VPCs of interfaces', () => {
  expect([...vpcsOf(facts, new Set(['eni-1', 'eni-3', 'eni-4', 'eni-9']))]).toEqual(['vpc-1', 'vpc-2']);
  expect([...vpcsOf({}, new Set(['eni-1']))]).toEqual([]);
});
