import { check, type Judgement, notApplicable } from '../check.ts';
import { judgeReached } from '../reached.ts';
import { meetingService } from '../service-ports.ts';
import { listed } from '../words.ts';

/**
 * Ports of Services on nodes (`spec.ports[].nodePort`), of type NodePort and behind load balancers alike, with what the internet reaches of
 * nodes directly. exposure/node-ports says which nodes stand open; this says what is behind.
 */
export default check({
  id: 'services/node-ports',
  title: 'No Service is open to the internet at the ports of nodes',
  severity: 'high',
  scope: 'cluster',
  why: 'At the port of a node a Service is reached past its load balancer: without its TLS, its firewall, its log, and the list of those who may come.',
  fix: {
    text: 'Give nodes no public address, and let their security group name the load balancer for this port. Behind a load balancer with IP targets set allocateLoadBalancerNodePorts: false.',
    kubectl: `kubectl patch service NAME -p '{"spec":{"type":"ClusterIP"}}'`,
  },
  each: 'serviceExposures',
  needs: ['settings'],
  judge: (service, { settings: { largeRange: large } }): Judgement => {
    const own = service.ports.flatMap(({ nodePort }) => nodePort ?? []);
    if (own.length === 0) return notApplicable('it has no port on nodes');
    const meets = meetingService(service, ({ nodePort }) => nodePort, 'medium');
    const passes = `the internet does not reach port ${listed(own.map(String))} of nodes`;
    return judgeReached(service.nodes, { meets, most: 'high', large, passes });
  },
});
