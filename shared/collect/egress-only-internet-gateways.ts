import { collector } from './collector.ts';
import { ec2List } from './ec2.ts';
import { attachments } from './internet-gateways.ts';

export const egressOnlyInternetGateways = collector('egressOnlyInternetGateways', (context) =>
  ec2List(
    context,
    'egressOnlyInternetGateways',
    ['DescribeEgressOnlyInternetGateways', 'EgressOnlyInternetGateways', 255],
    (gateway, from) => ({
      id: from.id(gateway.EgressOnlyInternetGatewayId, 'EgressOnlyInternetGatewayId'),
      attachments: from(attachments, gateway.Attachments, 'Attachments'),
    }),
  ),
);
