import { contextWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'it sets no kernel parameter, or safe ones only';
const setting = (...names: string[]) =>
  podWith([contextWith({})], { securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) } });

export default [
  ...ordinary(passes),
  {
    says: 'One that the kubelet refuses unless it was told to allow it',
    facts: deployed(setting('net.core.somaxconn', 'net.ipv4.tcp_syncookies')),
    expect: ofWeb('fail', 'sets the kernel parameter net.core.somaxconn'),
  },
  {
    says: 'A safe one written with slashes is not among the safe ones: the standard compares names as they stand',
    facts: deployed(setting('net/ipv4/tcp_syncookies')),
    expect: ofWeb('fail', 'sets the kernel parameter net/ipv4/tcp_syncookies'),
  },
  {
    says: 'A port range of the pod',
    facts: deployed(setting('net.ipv4.ip_local_port_range')),
    expect: ofWeb('pass', passes),
  },
] satisfies readonly Example[];
