import { check, notApplicable } from '../check.ts';
import { comesFrom, imageReference } from '../image-reference.ts';
import { type Container, judging, type Offence, type Workload } from '../specs.ts';
import { quoted } from '../words.ts';

/** Where images of Kubernetes used to be: frozen, and a redirect at best (kubernetes.io, "registry.k8s.io"). */
const deprecated = 'k8s.gcr.io';

/**
 * `image` of each container against the list `imageRegistries` of postern.yaml, by whole elements: nothing that begins with the same letters
 * gets by. Without a list only the registry that Kubernetes has given up is a finding.
 */
export default check({
  id: 'pods/image-registries',
  title: 'Images come from approved registries',
  severity: 'medium',
  scope: 'cluster',
  why: 'An image is code from whoever may push to its repository. From a registry that nobody vetted it can be a name with one letter changed, or a project that was taken over.',
  fix: {
    text: 'Copy the image to a registry of your own, or name its repository in imageRegistries of postern.yaml. Images of Kubernetes are at registry.k8s.io.',
    cli: 'aws ecr create-pull-through-cache-rule --ecr-repository-prefix PREFIX --upstream-registry-url registry.k8s.io',
  },
  each: 'workloads',
  needs: ['settings'],
  judge: (workload: Workload, { settings: { imageRegistries } }) => {
    const judgement = judging({
      severity: 'medium',
      passes: 'every image comes from an approved registry',
      offences: ({ containers }) => containers.flatMap((container) => foreign(container, imageRegistries) ?? []),
    })(workload);
    return judgement.status === 'pass' && imageRegistries === undefined
      ? notApplicable('postern.yaml has no list of approved registries (imageRegistries)')
      : judgement;
  },
});

function foreign(container: Container, approved: readonly string[] | undefined): Offence | undefined {
  const { image = '' } = container;
  const reference = imageReference(image);
  if (reference?.registry === deprecated)
    return { container, says: `image ${quoted(image)} comes from ${deprecated}, which Kubernetes has given up` };
  if (approved === undefined) return undefined;
  if (reference === undefined) return { container, says: `image ${quoted(image)} is no reference to an image` };
  if (comesFrom(reference, approved)) return undefined;
  return { container, says: `image ${quoted(image)} comes from ${quoted(`${reference.registry}/${reference.repository}`)}` };
}
