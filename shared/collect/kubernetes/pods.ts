import * as v from 'valibot';
import { collector } from '../collector.ts';
import { listed } from './listed.ts';
import { podSpecs } from './pod-specs.ts';
import { defined, listOf, maybe, parsed, text } from './raw.ts';

/** Set by the kubelet on the object that stands for a static pod (kubernetes.io/config.mirror, well-known annotations). */
const mirror = 'kubernetes.io/config.mirror';

const statuses = listOf(v.object({ name: text, image: v.nullish(text, ''), imageID: v.nullish(text, '') }));
const podStatus = v.nullish(
  v.object({
    phase: maybe(text),
    podIPs: listOf(v.object({ ip: maybe(text) })),
    initContainerStatuses: statuses,
    containerStatuses: statuses,
    ephemeralContainerStatuses: statuses,
  }),
  {},
);

export const pods = collector('pods', (context, { cluster }) => {
  const specs = podSpecs(context.fingerprint);
  return listed('pods', context, cluster.value, {
    resource: { group: '', version: 'v1', resource: 'pods', kind: 'Pod' },
    project: (item, { namespace, name, uid, labels, owner, createdAt, annotations }) => {
      const { phase, podIPs = [], ...status } = parsed(podStatus, item.status, 'status');
      // Pulled or not, a container without an image id has not run.
      const ran = [status.initContainerStatuses, status.containerStatuses, status.ephemeralContainerStatuses]
        .flatMap((list) => list ?? [])
        .filter(({ imageID }) => imageID !== '');
      const { spec, node } = specs.ofPod(item.spec, annotations);
      return {
        namespace,
        name,
        uid,
        labels,
        ...(owner && { owner }),
        mirror: Object.hasOwn(annotations, mirror),
        ...defined({ phase, createdAt, node }),
        podIPs: podIPs.flatMap(({ ip }) => ip ?? []),
        spec,
        images: ran.map(({ name: container, image, imageID }) => ({ container, image, imageId: imageID })),
      };
    },
  });
});
