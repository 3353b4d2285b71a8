import type { Interface } from '../../../estate/demo/builders/parts.ts';
import type { Decision } from './packet.ts';
import { only, type World } from './world.ts';

/**
 * Whether anything stands behind an interface that could answer: an interface that is attached to nothing (`available`) has nobody; one of
 * an instance has somebody while the instance is pending or running. (EC2 User Guide, "Amazon EC2 instance state changes") A branch
 * interface has no attachment of its own and is `in-use` while a trunk carries it.
 */
export function occupied(world: World, { NetworkInterfaceId = '', Status, Attachment }: Interface): Decision {
  const decision = (passes: boolean, says: string): Decision => ({ passes, kind: 'instance', id: NetworkInterfaceId, says });
  if (Status === 'available') return decision(false, 'is attached to nothing');
  const id = Attachment?.InstanceId;
  if (id === undefined) return decision(true, 'belongs to no instance');
  const { State } = only(world.instances, `instance ${id}`, ({ InstanceId }) => InstanceId === id);
  return decision(State?.Name === 'running' || State?.Name === 'pending', `${id} is ${State?.Name}`);
}
