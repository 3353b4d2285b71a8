import { containerWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'no container starts an SSH server that we know, or has port 22';

export default [
  ...ordinary(passes),
  {
    says: 'It starts sshd',
    facts: deployed(podWith([containerWith({ programs: ['sshd', 'sudo'], ports: [{ containerPort: 22 }] })])),
    expect: ofWeb('fail', 'container web: starts sshd'),
  },
  {
    says: 'It has the port, and the image starts the server',
    facts: deployed(podWith([containerWith({ ports: [{ containerPort: 22, protocol: 'TCP' }] })])),
    expect: ofWeb('fail', 'container web: containerPort: 22'),
  },
  {
    says: 'Port 22 of UDP is not that of SSH, 2222 nobody knows, and sudo is no server',
    facts: deployed(
      podWith([
        containerWith({ programs: ['sudo'], ports: [{ containerPort: 22, protocol: 'UDP' }, { containerPort: 2222 }] }),
      ]),
    ),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'An ephemeral container that was left behind',
    facts: deployed(podWith([containerWith({})]), {
      running: podWith([
        containerWith({}),
        containerWith({ name: 'debugger', list: 'ephemeralContainers', programs: ['dropbear'] }),
      ]),
    }),
    expect: ofWeb('fail', 'ephemeral container debugger: starts dropbear (not in the template: pod web-7d4-x)'),
  },
] satisfies readonly Example[];
