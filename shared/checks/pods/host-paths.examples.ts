import { containerWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'it mounts no path of its node';
/** A container that mounts the one path, and a second that does not. */
const mounting = (path: string, readOnly?: boolean) =>
  deployed(
    podWith(
      [
        containerWith({
          volumeMounts: [{ name: 'host', mountPath: '/host', ...(readOnly === undefined ? {} : { readOnly }) }],
        }),
        containerWith({ name: 'worker', volumeMounts: [] }),
      ],
      { volumes: [{ name: 'host', type: 'hostPath', hostPath: { path } }] },
    ),
  );

export default [
  ...ordinary(passes),
  {
    says: 'The root of the node',
    facts: mounting('/'),
    expect: ofWeb('fail', 'container web: hostPath / (every file of the node)'),
  },
  {
    says: 'Read-only it has the credentials of the node all the same',
    facts: mounting('/var/lib', true),
    expect: ofWeb(
      'fail',
      'container web: hostPath /var/lib, read-only (/var/lib/containerd with its credentials lies below it)',
    ),
  },
  {
    says: 'Tokens of every pod of the node',
    facts: mounting('/var/lib/kubelet/pods', true),
    expect: ofWeb('fail', 'container web: hostPath /var/lib/kubelet/pods, read-only (credentials of the node)'),
  },
  {
    says: 'A path with detours',
    facts: mounting('//var/log/.././../etc/ssh/'),
    expect: ofWeb('fail', 'container web: hostPath //var/log/.././../etc/ssh/, which is /etc/ssh (credentials of the node)'),
  },
  {
    says: 'What the node runs, writable',
    facts: mounting('/usr/local/bin'),
    expect: ofWeb('fail', 'container web: hostPath /usr/local/bin (writable: what the node runs)'),
  },
  {
    says: 'The same to read',
    facts: mounting('/usr/local/bin', true),
    expect: ofWeb('fail', 'container web: hostPath /usr/local/bin, read-only', 'low'),
  },
  {
    says: 'Below /proc, to read: what an exporter of metrics does',
    facts: mounting('/proc', true),
    expect: ofWeb('fail', 'container web: hostPath /proc, read-only', 'low'),
  },
  {
    says: 'The root of the node by way of its first process',
    facts: mounting('/proc/1/root', true),
    expect: ofWeb('fail', 'container web: hostPath /proc/1/root, which is /, read-only (every file of the node)'),
  },
  {
    says: 'The root of another process of the node',
    facts: mounting('/proc/4711/root', true),
    expect: ofWeb('fail', 'container web: hostPath /proc/4711/root, read-only (leads to every file of the node)'),
  },
  {
    says: 'Where systemd listens: a mount that is read-only keeps nobody from asking',
    facts: mounting('/var/run/dbus', true),
    expect: ofWeb(
      'fail',
      'container web: hostPath /var/run/dbus, which is /run/dbus, read-only (systemd, which starts what root asks for)',
    ),
  },
  {
    says: 'Logs, writable: links in them lead anywhere',
    facts: mounting('/var/log/pods'),
    expect: ofWeb(
      'fail',
      'container web: hostPath /var/log/pods (writable: a link there shows any file of the node to whoever may read logs)',
      'medium',
    ),
  },
  {
    says: 'A directory of its own',
    facts: mounting('/mnt/cache'),
    expect: ofWeb('fail', 'container web: hostPath /mnt/cache (writable)', 'medium'),
  },
  {
    says: 'A name that only begins like a sensitive one',
    facts: mounting('/etcetera', true),
    expect: ofWeb('fail', 'container web: hostPath /etcetera, read-only', 'low'),
  },
  {
    says: 'Where a device plugin meets the kubelet',
    facts: mounting('/var/lib/kubelet/device-plugins'),
    expect: ofWeb('fail', 'container web: hostPath /var/lib/kubelet/device-plugins (writable)', 'medium'),
  },
  {
    says: 'The socket of the runtime is judged by its own check',
    facts: mounting('/var/run/docker.sock'),
    expect: ofWeb(
      'fail',
      'container web: hostPath /var/run/docker.sock, which is /run/docker.sock (the socket of a runtime, see pods/runtime-sockets)',
      'low',
    ),
  },
  {
    says: 'A volume that no container mounts yet: an ephemeral container can',
    facts: deployed(
      podWith([containerWith({ volumeMounts: [] })], {
        volumes: [{ name: 'host', type: 'hostPath', hostPath: { path: '/etc' } }],
      }),
    ),
    expect: ofWeb('fail', 'hostPath /etc, which no container mounts', 'low'),
  },
  {
    says: 'Read-only in one mount and writable in another of the same container',
    facts: deployed(
      podWith(
        [
          containerWith({
            volumeMounts: [
              { name: 'host', mountPath: '/a', readOnly: true },
              { name: 'host', mountPath: '/b' },
            ],
          }),
        ],
        { volumes: [{ name: 'host', type: 'hostPath', hostPath: { path: '/srv' } }] },
      ),
    ),
    expect: ofWeb('fail', 'container web: hostPath /srv (writable)', 'medium'),
  },
  {
    says: 'A drive of Windows',
    facts: mounting('C:\\ProgramData\\..\\etc\\kubernetes'),
    expect: ofWeb(
      'fail',
      'container web: hostPath C:\\ProgramData\\..\\etc\\kubernetes, which is /etc/kubernetes (credentials of the node)',
    ),
  },
] satisfies readonly Example[];
