import * as v from 'valibot';
import { list } from '../../clients/kubernetes/list.ts';
import { collector } from '../collector.ts';
import { addItem, gather } from '../items.ts';
import { reader, structure, text } from '../read.ts';
import { metadataOf, reaching } from './reaching.ts';

/** Left out where there are none. */
const labels = v.optional(v.record(v.string(), v.string()), {});

export const namespaces = collector('namespaces', (context, { cluster }) =>
  reaching(context, cluster.value, async (connection, options) => {
    const from = reader('list namespaces');
    const gathering = gather('namespaces');
    let position = 0;
    await list(
      connection,
      { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace' },
      (item) => {
        const metadata = metadataOf(item);
        addItem(gathering, `namespaces[${position++}]`, () => ({
          name: from.id(metadata.name, 'metadata.name'),
          phase: from(text, structure(item.status).phase, 'status.phase'),
          labels: from(labels, metadata.labels, 'metadata.labels'),
        }));
        return undefined;
      },
      options,
    );
    return gathering.done();
  }),
);
