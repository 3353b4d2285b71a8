import { expect, test } from 'vitest';
import { list } from '../../shared/checks/base.ts';
import { interfaces } from '../../shared/checks/base-network.ts';
import { unknown } from '../../shared/facts/fact.ts';
import type { Stored } from '../../shared/facts/index.ts';
import { derived, settled } from './derived.ts';

const denied = unknown('AccessDenied: ec2:DescribeNetworkInterfaces', 'grant it');
const doors = (...members: Partial<Stored<'networkInterfaces'>>[]) =>
  derived(
    'frontDoors',
    settled({ networkInterfaces: list(members.map((some, i) => ({ ...interfaces.node, id: `eni-${i}`, ...some }))) }),
  );

test.each<[string, Partial<Stored<'networkInterfaces'>>, string]>([
  ['Global Accelerator', { interfaceType: 'global_accelerator_managed' }, 'global-accelerator'],
  ['API Gateway', { interfaceType: 'api_gateway_managed' }, 'api-gateway-vpc-link'],
  ['CloudFront', { tags: { 'aws.cloudfront.vpcorigin': 'enabled' } }, 'cloudfront-vpc-origin'],
  ['Instance Connect', { tags: { InstanceConnectEndpointId: 'eice-1' } }, 'instance-connect-endpoint'],
  ['Verified Access', { tags: { VerifiedAccessManaged: 'true' } }, 'verified-access'],
  ['a type that shows it, whatever the tags', { interfaceType: 'api_gateway_managed', tags: denied }, 'api-gateway-vpc-link'],
])('%s', (_name, members, kind) => {
  expect(doors(members)).toMatchObject({ items: [{ id: 'eni-0', kind, vpcId: 'vpc-shop' }], missing: [] });
});

test('other interfaces are none, by whatever name objects have', () => {
  expect(doors({}, { interfaceType: 'constructor', tags: {} })).toEqual({ known: true, items: [], missing: [] });
});

test('where type or tags are not known, there may be one', () => {
  const missing = ['eni-0', 'eni-1'].map((id) => ({ id, why: denied.why, action: denied.action }));
  expect(doors({ interfaceType: denied }, { tags: denied })).toEqual({ known: true, items: [], missing });
  expect(derived('frontDoors', settled({ networkInterfaces: denied }))).toEqual(denied);
});
