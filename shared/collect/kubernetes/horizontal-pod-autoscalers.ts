import { collector } from '../collector.ts';
import { listed } from './listed.ts';

/** autoscaling/v2 is served since Kubernetes 1.23, which every EKS cluster is past. */
export const horizontalPodAutoscalers = collector('horizontalPodAutoscalers', (context, { cluster }) =>
  listed('horizontalPodAutoscalers', context, cluster.value, {
    resource: {
      group: 'autoscaling',
      version: 'v2',
      resource: 'horizontalpodautoscalers',
      kind: 'HorizontalPodAutoscaler',
    },
    view: 'metadata',
    project: (_item, { name, namespace, owner }) => ({
      namespace,
      name,
      ...(owner && { owner: { kind: owner.kind, name: owner.name } }),
    }),
  }),
);
