import { type base, list, without } from '../base.ts';
import { listener, loadBalancer, port } from '../base-network.ts';
import type { Example, Expected } from '../example.ts';
import { everybody, forwarding, listening, unlessAcl, unreadAcls } from './examples/estate.ts';

const web = (status: Expected['status'], because: string): Expected => ({ resource: loadBalancer.arn, status, because });
const passes = 'it forwards nothing from the internet without TLS';
const plain = 'the whole internet reaches a listener without TLS (HTTP 80), on 1 interface';
const open = forwarding({ 'sg-web': [port(80, everybody)] });

export default [
  { says: 'HTTPS', facts: forwarding(), expect: [web('pass', passes)] },
  {
    says: 'HTTP that is forwarded',
    facts: { ...open, ...listening('HTTP', 80) },
    expect: [web('fail', plain)],
  },
  {
    says: 'HTTP that is redirected',
    facts: {
      ...open,
      listeners: list([
        { ...listener, protocol: 'HTTP', port: 80, defaultActions: [{ type: 'redirect', targetGroupArns: [] }] },
      ]),
      listenerRules: list<(typeof base.listenerRules.items)[number]>([]),
    },
    expect: [web('pass', passes)],
  },
  {
    says: 'HTTP that is forwarded, at a port that the group keeps shut',
    facts: { ...forwarding(), ...listening('HTTP', 80) },
    expect: [web('pass', passes)],
  },
  {
    says: 'The network ACLs could not be read',
    facts: { ...open, ...listening('HTTP', 80), ...unreadAcls },
    expect: [web('unknown', unlessAcl)],
  },
  {
    says: 'The listeners could not be read',
    facts: { ...open, ...without('listeners', 'elasticloadbalancing:DescribeListeners') },
    expect: [web('unknown', 'AccessDenied: elasticloadbalancing:DescribeListeners (elasticloadbalancing:DescribeListeners)')],
  },
  {
    says: 'A VPC without load balancers',
    facts: { loadBalancers: list<(typeof base.loadBalancers.items)[number]>([]) },
    expect: [{ status: 'not-applicable', because: "no load balancer stands in this cluster's VPC" }],
  },
] satisfies readonly Example[];
