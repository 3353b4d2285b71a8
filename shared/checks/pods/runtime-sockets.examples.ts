import { containerWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'no container has the socket of a container runtime';
const mounting = (path: string, readOnly = false) =>
  deployed(
    podWith([containerWith({ volumeMounts: [{ name: 'host', mountPath: '/host', readOnly }] })], {
      volumes: [{ name: 'host', type: 'hostPath', hostPath: { path } }],
    }),
  );

export default [
  ...ordinary(passes),
  {
    says: 'The socket of Docker, read-only: that forbids to replace it, not to use it',
    facts: mounting('/var/run/docker.sock', true),
    expect: ofWeb('fail', 'container web: hostPath /var/run/docker.sock is the socket of Docker'),
  },
  {
    says: 'By way of the first process of the node',
    facts: mounting('/proc/1/root/run/docker.sock'),
    expect: ofWeb('fail', 'container web: hostPath /proc/1/root/run/docker.sock is the socket of Docker'),
  },
  {
    says: 'The directory that it is in',
    facts: mounting('/run/containerd/'),
    expect: ofWeb('fail', 'container web: hostPath /run/containerd/ is a directory above the sockets of container runtimes'),
  },
  {
    says: 'All of /run by its other name',
    facts: mounting('/var/run'),
    expect: ofWeb('fail', 'container web: hostPath /var/run is a directory above the sockets of container runtimes'),
  },
  {
    says: 'A pipe of Windows',
    facts: mounting('\\\\.\\pipe\\containerd-containerd'),
    expect: ofWeb('fail', 'container web: hostPath \\\\.\\pipe\\containerd-containerd is the socket of containerd'),
  },
  {
    says: 'Its volume is there, and no container mounts it',
    facts: deployed(
      podWith([containerWith({ volumeMounts: [] })], {
        volumes: [{ name: 'host', type: 'hostPath', hostPath: { path: '/run/crio/crio.sock' } }],
      }),
    ),
    expect: ofWeb('fail', 'hostPath /run/crio/crio.sock is the socket of CRI-O; no container mounts it', 'low'),
  },
  {
    says: 'A path beside it',
    facts: mounting('/run/containerd/io.containerd.runtime.v2.task'),
    expect: ofWeb('pass', passes),
  },
] satisfies readonly Example[];
