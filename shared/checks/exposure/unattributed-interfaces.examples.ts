import { list, without } from '../base.ts';
import { groups, interfaces, port } from '../base-network.ts';
import type { Example } from '../example.ts';
import { everybody, unlessAcl, unreadAcls } from './examples/estate.ts';

const { instanceId: _, ...bare } = interfaces.node;
const stranger = { ...bare, id: 'eni-stranger', securityGroupIds: ['sg-node'], privateAddresses: [{ address: '10.0.0.77' }] };
const reached = { ...stranger, privateAddresses: [{ address: '10.0.0.77', publicIp: '198.35.27.77' }] };
const beside = (one: typeof stranger | typeof reached) => ({
  networkInterfaces: list([...Object.values(interfaces), one]),
  securityGroups: list(groups({ 'sg-node': [port(22, everybody)] })),
});

export default [
  {
    says: 'A stranger with a public address',
    facts: beside(reached),
    expect: [
      {
        resource: 'eni-stranger',
        status: 'fail',
        because: 'the whole internet reaches ports (tcp 22), on 1 interface',
      },
    ],
  },
  {
    says: 'A stranger without one',
    facts: beside(stranger),
    expect: [{ resource: 'eni-stranger', status: 'pass', because: 'the internet reaches no port of it' }],
  },
  {
    says: 'The network ACLs could not be read',
    facts: { ...beside(reached), ...unreadAcls },
    expect: [{ resource: 'eni-stranger', status: 'unknown', because: unlessAcl }],
  },
  {
    says: 'The route tables could not be read, and there is no public address: nothing could open it',
    facts: { ...beside(stranger), ...without('routeTables', 'ec2:DescribeRouteTables') },
    expect: [{ resource: 'eni-stranger', status: 'pass', because: 'the internet reaches no port of it' }],
  },
  {
    says: 'Everything is placed',
    facts: { networkInterfaces: list(Object.values(interfaces)) },
    expect: [{ status: 'not-applicable', because: "every network interface in this cluster's VPC is placed" }],
  },
] satisfies readonly Example[];
