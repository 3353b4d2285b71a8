import { containerWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'no container takes a port of its node, unless its pod is in the network of the node';
type Port = { containerPort: number; hostPort?: number; hostIP?: string };
const listening = (...ports: Port[]) => containerWith({ ports });

export default [
  ...ordinary(passes),
  {
    says: 'A port of every node',
    facts: deployed(
      podWith([listening({ containerPort: 8080, hostPort: 80 }, { containerPort: 8443, hostPort: 443, hostIP: '0.0.0.0' })]),
    ),
    expect: ofWeb('fail', 'container web: hostPort 80, 443 on every address of the node'),
  },
  {
    says: 'On the loopback address only processes of the node come by',
    facts: deployed(podWith([listening({ containerPort: 8126, hostPort: 8126, hostIP: '127.0.0.1' })])),
    expect: ofWeb('fail', 'container web: hostPort 8126 on 127.0.0.1', 'low'),
  },
  {
    says: 'Port 0 is none',
    facts: deployed(podWith([listening({ containerPort: 8080, hostPort: 0 })])),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'In the network of the node every port is one of the node, and the API server writes it down',
    facts: deployed(podWith([listening({ containerPort: 9100, hostPort: 9100 })], { hostNetwork: true })),
    expect: ofWeb('pass', passes),
  },
] satisfies readonly Example[];
