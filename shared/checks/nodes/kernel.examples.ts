import type { Stored } from '../../facts/index.ts';
import { list, without } from '../base.ts';
import type { Example } from '../example.ts';
import { ofPool, running } from './examples/nodes.ts';

const on = (kernelVersion: string, osImage = 'Buildroot 2025.02') => running({ kernelVersion, osImage });

export default [
  {
    says: 'A distribution maintains its own',
    facts: {},
    expect: ofPool(
      'pass',
      'kernel 6.12.55-74.119.amzn2023.x86_64 is that of Amazon Linux 2023.9.20260801, which maintains its own',
    ),
  },
  {
    says: 'A series that ended, of a system that nobody knows',
    facts: on('5.4.274'),
    expect: ofPool('fail', 'kernel 5.4 has had no updates since 2025-12-31, and Postern does not know Buildroot 2025.02'),
  },
  {
    says: 'A series that is maintained',
    facts: on('6.12.1'),
    expect: ofPool('pass', 'kernel 6.12 is maintained until 2028-12-31'),
  },
  {
    says: 'A series of which there is no date',
    facts: on('6.8.0-71-generic'),
    expect: ofPool('not-applicable', 'Postern knows no end of kernel 6.8.0-71-generic'),
  },
  {
    says: 'No node',
    facts: { nodes: list<Stored<'nodes'>>([]) },
    expect: [{ status: 'not-applicable', because: 'this cluster has no node' }],
  },
  {
    says: 'Nodes could not be listed',
    facts: without('nodes', 'list nodes'),
    expect: [{ status: 'unknown', because: 'AccessDenied: list nodes (list nodes)' }],
  },
] satisfies readonly Example[];
