import type { Asked } from '../../../shared/derive/exposure/traffic.ts';
import { unknown } from '../../../shared/facts/fact.ts';
import type { Stored } from '../../../shared/facts/index.ts';
import { allFlows, type FlowSet } from '../../../shared/net/flow-set.ts';
import { IpSet } from '../../../shared/net/ip-set.ts';

export const listOf = <T>(...items: readonly T[]) => ({ known: true as const, items, missing: [] });
export const lost = unknown('AccessDenied: it was not to be read', 'grant it');
export const none = listOf<never>();

export type Permission = Extract<Stored<'securityGroups'>['ingress'], readonly unknown[]>[number];
export const permission = (changed: Partial<Permission>): Permission => ({
  protocol: 'tcp',
  fromPort: 22,
  toPort: 22,
  ipv4Cidrs: [],
  ipv6Cidrs: [],
  prefixListIds: [],
  securityGroupIds: [],
  ...changed,
});
export const group = (id: string, ingress: readonly Permission[], egress: readonly Permission[] = []) => ({
  id,
  name: id,
  vpcId: 'vpc-1',
  ingress: [...ingress],
  egress: [...egress],
  tags: {},
});

export const prefixList = (id: string, ...cidrs: string[]): Stored<'prefixLists'> => ({
  id,
  name: id,
  ownerId: '111122223333',
  addressFamily: 'IPv4',
  cidrs,
});

/** What is asked about: every flow, or some, of these peers. */
export const asking = (cidr: string, flows: FlowSet = allFlows): Asked => [{ left: flows, right: IpSet.ofCidrs(cidr) }];
