import { collector } from '../collector.ts';
import { listed } from './listed.ts';
import { defined } from './raw.ts';

// kubernetes.io, well-known labels, annotations and taints.
const serviceAccountOf = 'kubernetes.io/service-account.name';
const lastUse = 'kubernetes.io/legacy-token-last-used';
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

const member = (record: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** The metadata view has no values; what an annotation holds of them is dropped here like everything else. */
export const secrets = collector('secrets', (context, { cluster }) =>
  listed('secrets', context, cluster.value, {
    resource: { group: '', version: 'v1', resource: 'secrets', kind: 'Secret' },
    view: 'metadata',
    project: (_item, { name, namespace, createdAt, annotations, labels }) => ({
      namespace,
      name,
      ...defined({ createdAt, serviceAccount: member(annotations, serviceAccountOf), lastUsed: member(labels, lastUse) }),
      copied: member(annotations, lastApplied) !== undefined,
    }),
  }),
);
