import { port } from '../../base-network.ts';
import type { Example } from '../../example.ts';
import { node, nodeFails, passes, threshold } from './said.ts';

/** Open to a large part of the internet. */
export const largeRanges: readonly Example[] = [
  {
    says: 'The kubelet from a large provider',
    facts: node(port(10250, { ipv4Cidrs: ['52.0.0.0/11'] })),
    expect: nodeFails('medium', `open to more than ${threshold}: kubelet (tcp 10250)`),
  },
  {
    says: 'As many addresses as the threshold allows',
    facts: node(port(22, { ipv4Cidrs: ['52.0.0.0/16'] })),
    expect: passes,
  },
  {
    says: 'A port of no known service from a large range',
    facts: node(port(443, { ipv4Cidrs: ['52.0.0.0/11'] })),
    expect: passes,
  },
];
