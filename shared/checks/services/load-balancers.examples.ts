import { list, without } from '../base.ts';
import { groups, loadBalancer, port } from '../base-network.ts';
import type { Example } from '../example.ts';
import { forwarding, listening, unlessAcl, unreadAcls } from '../exposure/examples/estate.ts';
import { ofWeb, serving, web } from './examples/services.ts';

const closed = 'the internet does not reach it through web (internet-facing)';
const database = { ports: [{ protocol: 'TCP', port: 5432, targetPort: 5432, nodePort: 30_080 }] };

export default [
  {
    says: 'A shop for everybody',
    facts: { ...serving({}), ...forwarding() },
    expect: ofWeb('fail', 'the whole internet reaches port 443 (tcp), on 1 interface', 'low'),
  },
  {
    says: 'A database, at a port of the node that says nothing',
    facts: {
      ...serving(database),
      ...forwarding({ 'sg-web': [port(5432, { ipv4Cidrs: ['0.0.0.0/0'] })] }),
      ...listening('HTTP', 5432),
    },
    expect: ofWeb('fail', 'the whole internet reaches PostgreSQL at port 5432 (tcp), on 1 interface'),
  },
  {
    says: 'An internal load balancer',
    facts: { ...serving({}), ...forwarding(), loadBalancers: list([{ ...loadBalancer, scheme: 'internal' }]) },
    expect: ofWeb('pass', 'the internet does not reach it through web (internal)'),
  },
  {
    says: 'For the addresses of an office, which the Service names',
    facts: {
      ...serving({ loadBalancerSourceRanges: ['198.35.26.0/28'] }),
      ...forwarding({ 'sg-web': [port(443, { ipv4Cidrs: ['198.35.26.0/28'] })] }),
    },
    expect: ofWeb(
      'pass',
      `${closed}, and loadBalancerSourceRanges names 1 range; a few addresses only reach port 443 (tcp) from 16 public IPv4 addresses`,
    ),
  },
  {
    says: 'The Service names an office, and the security group everybody',
    facts: { ...serving({ loadBalancerSourceRanges: ['198.35.26.0/28'] }), ...forwarding() },
    expect: ofWeb('fail', 'the whole internet reaches port 443 (tcp), on 1 interface', 'low'),
  },
  {
    says: 'The load balancer is open at a port of another Service',
    facts: { ...serving({ ports: [{ protocol: 'TCP', port: 8443, nodePort: 30_443 }] }), ...forwarding() },
    expect: ofWeb('pass', closed),
  },
  {
    says: 'The name in capitals, with the prefix for both families',
    facts: { ...serving({ ingress: [{ hostname: 'dualstack.WEB.example.com.' }] }), securityGroups: list(groups({})) },
    expect: ofWeb('pass', closed),
  },
  {
    says: 'A load balancer that AWS does not list',
    facts: serving({ ingress: [{ hostname: 'lb.example.net' }] }),
    expect: ofWeb(
      'unknown',
      "AWS lists no load balancer lb.example.net in this Region: it is another account's or Region's, or somebody else's (look where it leads, and who may reach it)",
    ),
  },
  {
    says: 'It waits for its load balancer',
    facts: serving({ ingress: [] }),
    expect: ofWeb('not-applicable', 'it has no load balancer yet'),
  },
  {
    says: 'A port of nodes only',
    facts: serving({ type: 'NodePort', ingress: [] }),
    expect: ofWeb('not-applicable', 'type: NodePort'),
  },
  {
    says: 'No Service of these types',
    facts: {},
    expect: [{ status: 'not-applicable', because: 'this cluster has no Service of type LoadBalancer or NodePort' }],
  },
  {
    says: 'The network ACLs could not be read',
    facts: { ...serving({}), ...forwarding(), ...unreadAcls },
    expect: ofWeb('unknown', unlessAcl),
  },
  {
    says: 'Load balancers could not be listed',
    facts: { services: list([web]), ...without('loadBalancers', 'elasticloadbalancing:DescribeLoadBalancers') },
    expect: ofWeb(
      'unknown',
      'AccessDenied: elasticloadbalancing:DescribeLoadBalancers (elasticloadbalancing:DescribeLoadBalancers)',
    ),
  },
] satisfies readonly Example[];
