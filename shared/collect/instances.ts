import * as v from 'valibot';
import { collector } from './collector.ts';
import { ec2Pages } from './ec2.ts';
import { listFact } from './items.ts';
import { listIn } from './pages.ts';
import { optional, structure, tagList, text } from './read.ts';

const ACTION = 'ec2:DescribeInstances';
const interfaceIds = v.pipe(
  v.array(v.object({ NetworkInterfaceId: v.string() })),
  v.transform((interfaces) => interfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId)),
);

/** Whether an instance answers is decided by these. */
const states = v.picklist(['pending', 'running', 'shutting-down', 'terminated', 'stopping', 'stopped']);

/** Instances stand in reservations; a reservation without its list of instances makes the whole list unknown. */
const instancesOf = (reservations: unknown): readonly unknown[] =>
  listIn(ACTION, reservations, 'Reservations').flatMap((reservation) =>
    listIn(ACTION, structure(reservation).Instances, 'Reservations.Instances'),
  );

export const instances = collector('instances', (context) =>
  listFact(
    'instances',
    ACTION,
    ec2Pages(context, 'DescribeInstances', 1000, {}),
    ['Instances', (page) => instancesOf(page.Reservations)],
    (instance, from) => ({
      id: from.id(instance.InstanceId, 'InstanceId'),
      state: from(states, structure(instance.State).Name, 'State.Name'),
      // One that is terminated has neither.
      ...optional(from, 'vpcId', text, instance.VpcId, 'VpcId'),
      ...optional(from, 'subnetId', text, instance.SubnetId, 'SubnetId'),
      imageId: from(text, instance.ImageId, 'ImageId'),
      ...optional(from, 'keyName', text, instance.KeyName, 'KeyName'),
      networkInterfaceIds: from(interfaceIds, instance.NetworkInterfaces, 'NetworkInterfaces'),
      tags: from(tagList, instance.Tags, 'Tags'),
    }),
  ),
);
