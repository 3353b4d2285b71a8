import { without } from '../base.ts';
import { port } from '../base-network.ts';
import type { Example } from '../example.ts';
import { everybody, reachable, unlessAcl, unreadAcls } from '../exposure/examples/estate.ts';
import { ofWeb, serving } from './examples/services.ts';

const open = reachable(port(30_080, everybody));
const database = { ports: [{ protocol: 'TCP', port: 5432, targetPort: 5432, nodePort: 30_080 }] };

export default [
  {
    says: 'Nodes that the internet does not reach',
    facts: serving({ type: 'NodePort', ingress: [] }),
    expect: ofWeb('pass', 'the internet does not reach port 30080 of nodes'),
  },
  {
    says: 'A node with a public address, and a rule for its port',
    facts: { ...serving({ type: 'NodePort', ingress: [] }), ...open },
    expect: ofWeb('fail', 'the whole internet reaches port 30080 (tcp), on 1 interface', 'medium'),
  },
  {
    says: 'A database behind that port',
    facts: { ...serving({ ...database, type: 'NodePort', ingress: [] }), ...open },
    expect: ofWeb('fail', 'the whole internet reaches PostgreSQL at port 30080 (tcp), on 1 interface'),
  },
  {
    says: 'Past its load balancer',
    facts: { ...serving({}), ...open },
    expect: ofWeb('fail', 'the whole internet reaches port 30080 (tcp), on 1 interface', 'medium'),
  },
  {
    says: 'Another port of the range is open',
    facts: { ...serving({}), ...reachable(port(30_081, everybody)) },
    expect: ofWeb('pass', 'the internet does not reach port 30080 of nodes'),
  },
  {
    says: 'A load balancer that sends to pods, and needs no port of nodes',
    facts: { ...serving({ ports: [{ protocol: 'TCP', port: 443, targetPort: 8080 }] }), ...open },
    expect: ofWeb('not-applicable', 'it has no port on nodes'),
  },
  {
    says: 'The network ACLs could not be read',
    facts: { ...serving({}), ...open, ...unreadAcls },
    expect: ofWeb('unknown', unlessAcl),
  },
  {
    says: 'Services could not be listed',
    facts: without('services', 'list services'),
    expect: [{ status: 'unknown', because: 'AccessDenied: list services (list services)' }],
  },
] satisfies readonly Example[];
