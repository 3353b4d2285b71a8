import * as v from 'valibot';
import { collector } from './collector.ts';
import { ec2List } from './ec2.ts';

/** EC2 answers `available` where its model says `attached`. */
const states = v.picklist(['available', 'attaching', 'attached', 'detaching', 'detached']);

/** To which VPC a gateway is attached, and how far. */
export const attachments = v.pipe(
  v.array(v.object({ VpcId: v.string(), State: states })),
  v.transform((all) => all.map(({ VpcId, State }) => ({ vpcId: VpcId, state: State }))),
);

export const internetGateways = collector('internetGateways', (context) =>
  ec2List(context, 'internetGateways', ['DescribeInternetGateways', 'InternetGateways', 1000], (gateway, from) => ({
    id: from.id(gateway.InternetGatewayId, 'InternetGatewayId'),
    attachments: from(attachments, gateway.Attachments, 'Attachments'),
  })),
);
