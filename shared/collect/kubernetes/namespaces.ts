import { collector } from '../collector.ts';
import { reader, structure, text } from '../read.ts';
import { listed } from './listed.ts';

const from = reader('list namespaces');

/** Namespaces, by their names alone. */
export const namespaces = collector('namespaces', (context, { cluster }) =>
  listed('namespaces', context, cluster.value, {
    resource: { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace' },
    id: ({ name }) => name,
    project: (item, { name, labels }) => ({
      name,
      phase: from(text, structure(item.status).phase, 'status.phase'),
      labels,
    }),
  }),
);
