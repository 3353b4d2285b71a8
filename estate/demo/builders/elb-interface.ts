import type { Cluster } from './cluster.ts';
import { idOf } from './ids.ts';
import { networkInterface } from './interfaces.ts';
import type { Address, SubnetRef } from './places.ts';
import type { GroupRef } from './security-groups.ts';

interface ElbInterface {
  readonly subnet: SubnetRef;
  readonly path: string;
  readonly groups: readonly GroupRef[];
  readonly type: string;
  readonly address: Address;
}

/** An interface of a load balancer: made and managed by ELB, and told apart by its description. */
export const elbInterface = ({ network }: Cluster, { subnet, path, groups, type, address }: ElbInterface) =>
  networkInterface({
    network,
    subnet,
    name: `${path} ${subnet.id}`,
    description: `ELB ${path}`,
    groups,
    type,
    attachment: {
      AttachmentId: idOf('ela-attach', path, subnet.id),
      DeleteOnTermination: false,
      DeviceIndex: 1,
      InstanceOwnerId: 'amazon-elb',
    },
    requesterId: 'amazon-elb',
    requesterManaged: true,
    addresses: [address],
    sourceDestCheck: false,
  });
