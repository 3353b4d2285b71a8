import { isUnknown } from '../facts/fact.ts';
import type { Fact } from '../facts/index.ts';
import { collector } from './collector.ts';
import { ec2Pages } from './ec2.ts';
import { listIn } from './pages.ts';

/** Tags that instances of a cluster carry: EKS and the cloud provider, kOps, Cluster API, EKS again. */
const clusterTags = [
  'kubernetes.io/cluster/*',
  'KubernetesCluster',
  'sigs.k8s.io/cluster-api-provider-aws/cluster/*',
  'eks:cluster-name',
  'aws:eks:cluster-name',
];

/**
 * Whether there is anything to look at. Only a Region whose clusters were listed, and are none, is asked for instances; filtered pages
 * can be empty before the last, so that they are followed until there is an instance or no page.
 */
export const clusterPresence = collector(
  'clusterPresence',
  async (context, { clusters }) => {
    const because = (present: boolean, because: string): Fact<'clusterPresence'> => ({
      known: true,
      value: { present, because },
    });
    if (isUnknown(clusters)) return because(true, 'the clusters of this Region could not be listed');
    const count = clusters.items.length + clusters.missing.length;
    if (count > 0) return because(true, `EKS lists ${count} ${count === 1 ? 'cluster' : 'clusters'}`);
    const action = 'ec2:DescribeInstances';
    const Filters = [{ Name: 'tag-key', Values: clusterTags }];
    for await (const page of ec2Pages(context, 'DescribeInstances', 5, { Filters }))
      if (listIn(action, page.Reservations, 'Reservations').length > 0)
        return because(true, "an instance carries a cluster's tag");
    return because(false, 'EKS lists no cluster, and no instance carries the tag of one');
  },
  ['clusters'],
);
