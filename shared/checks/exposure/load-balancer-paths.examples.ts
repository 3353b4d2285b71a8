import type { FactsOfTarget } from '../../facts/index.ts';
import { type base, list, without } from '../base.ts';
import { groups, loadBalancer, port, targetGroup } from '../base-network.ts';
import type { Example, Expected } from '../example.ts';
import { forwarding, unlessAcl, unreadAcls } from './examples/estate.ts';

const web = (status: Expected['status'], because: string, severity?: Expected['severity']): Expected => ({
  resource: loadBalancer.arn,
  status,
  because,
  ...(severity === undefined ? {} : { severity }),
});
const passes = 'it leads the internet to no node or pod';
const shop = 'the whole internet reaches what is behind it (tcp 30080), on 1 interface';

/** The target group leads to another port of the node, which the node's groups let in. */
const leadingTo = (number: number): FactsOfTarget => ({
  ...forwarding({ 'sg-node': [port(number, { securityGroupIds: ['sg-web'] })] }),
  targetGroups: list([{ ...targetGroup, port: number, health: [{ id: 'i-general', port: number, state: 'healthy' }] }]),
});

export default [
  {
    says: 'A shop for everybody: listener, target group, port of the node',
    facts: forwarding(),
    expect: [web('fail', shop, 'low')],
  },
  {
    says: 'A load balancer whose group lets nothing out',
    facts: { securityGroups: list(groups({})) },
    expect: [web('pass', passes)],
  },
  {
    says: 'An internal load balancer',
    facts: { ...forwarding(), loadBalancers: list([{ ...loadBalancer, scheme: 'internal' }]) },
    expect: [web('pass', passes)],
  },
  {
    says: 'A load balancer for the addresses of an office',
    facts: forwarding({ 'sg-web': [port(443, { prefixListIds: ['pl-office'] })] }),
    expect: [web('pass', `${passes}; a few addresses only reach what is behind it (tcp 30080) from 16 public IPv4 addresses`)],
  },
  {
    says: 'The door to a dashboard',
    facts: leadingTo(3000),
    expect: [web('fail', 'the whole internet reaches Grafana and Kibana (tcp 3000), on 1 interface', 'high')],
  },
  {
    says: 'The door to a kubelet',
    facts: leadingTo(10_250),
    expect: [web('fail', 'the whole internet reaches kubelet (tcp 10250), on 1 interface', 'high')],
  },
  {
    says: 'The network ACLs could not be read',
    facts: { ...forwarding(), ...unreadAcls },
    expect: [web('unknown', unlessAcl)],
  },
  {
    says: 'The listeners could not be read',
    facts: { ...forwarding(), ...without('listeners', 'elasticloadbalancing:DescribeListeners') },
    expect: [web('unknown', 'AccessDenied: elasticloadbalancing:DescribeListeners (elasticloadbalancing:DescribeListeners)')],
  },
  {
    says: 'A VPC without load balancers',
    facts: { loadBalancers: list<(typeof base.loadBalancers.items)[number]>([]) },
    expect: [{ status: 'not-applicable', because: "no load balancer stands in this cluster's VPC" }],
  },
] satisfies readonly Example[];
