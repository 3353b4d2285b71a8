import * as v from 'valibot';
import { KubernetesError, type KubernetesErrorKind } from '../clients/kubernetes/errors.ts';
import { list } from '../clients/kubernetes/list.ts';
import { workloadResources } from '../facts/default-namespace-objects.ts';
import { collector } from './collector.ts';
import { forEachOf } from './each.ts';
import { addItem, gather } from './items.ts';
import { metadataOf, reaching } from './kubernetes.ts';
import { reader } from './read.ts';
import { missingOf, Unidentified } from './reason.ts';

/** The version under which a group serves them, in every Kubernetes that EKS has (autoscaling/v2 since 1.23). */
const versions: Readonly<Partial<Record<string, string>>> = { autoscaling: 'v2' };
const owners = v.optional(
  v.array(v.object({ kind: v.string(), name: v.string(), controller: v.optional(v.boolean(), false) })),
  [],
);

/** What keeps the whole cluster from answering, and not this list alone. */
const unserved: ReadonlySet<KubernetesErrorKind> = new Set([
  'unreachable',
  'timeout',
  'certificate',
  'unauthorized',
  'configuration',
]);

/** Each kind is a list of its own: one that is refused is missing under its resource, and the others stand. */
export const defaultNamespaceObjects = collector('defaultNamespaceObjects', (context, { cluster }) =>
  reaching(context, cluster.value, async (connection, options) => {
    const gathering = gather('defaultNamespaceObjects');
    await forEachOf(workloadResources, async ({ group, resource, kind }) => {
      const from = reader(`list ${resource}`);
      const where = { group, version: versions[group] ?? 'v1', resource, kind, namespace: 'default' };
      let position = 0;
      try {
        await list(
          connection,
          where,
          (item) => {
            const metadata = metadataOf(item);
            addItem(gathering, `${resource}[${position++}]`, () => {
              if (metadata.namespace !== 'default')
                throw new Unidentified(`${from.action} gave an object outside the namespace default`);
              const owner = v.safeParse(owners, metadata.ownerReferences);
              const controller = owner.success ? owner.output.find(({ controller }) => controller) : undefined;
              const name = from.id(metadata.name, 'metadata.name');
              return { kind, name, ...(controller && { owner: `${controller.kind}/${controller.name}` }) };
            });
            return undefined;
          },
          { ...options, view: 'metadata' },
        );
      } catch (error) {
        if (!(error instanceof KubernetesError) || unserved.has(error.kind)) throw error;
        gathering.miss(missingOf(resource, error));
      }
    });
    return gathering.done();
  }),
);
