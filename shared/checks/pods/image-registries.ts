import { check, notApplicable } from '../check.ts';
import { comesFrom, imageReference } from '../image-reference.ts';
import { judging, type Offence, type PodSpec, type Workload } from '../specs.ts';
import { quoted } from '../words.ts';

/** Where images of Kubernetes used to be: frozen, and a redirect at best (kubernetes.io, "registry.k8s.io"). */
const deprecated = 'k8s.gcr.io';

/**
 * `image` of each container, and of volumes that are images, against the list `imageRegistries` of postern.yaml, by whole elements: nothing that begins with the same letters
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
      offences: ({ containers, volumes }) => [
        ...containers.flatMap((container) => {
          const says = foreign(container.image ?? '', imageRegistries);
          return says === undefined ? [] : [{ container, says }];
        }),
        ...volumes.filter(({ type }) => type === 'image').flatMap((volume) => mounted(volume, imageRegistries) ?? []),
      ],
    })(workload);
    return judgement.status === 'pass' && imageRegistries === undefined
      ? notApplicable('postern.yaml has no list of approved registries (imageRegistries)')
      : judgement;
  },
});

/** What is wrong with where an image comes from. */
function foreign(image: string, approved: readonly string[] | undefined): string | undefined {
  const reference = imageReference(image);
  if (reference?.registry === deprecated)
    return `image ${quoted(image)} comes from ${deprecated}, which Kubernetes has given up`;
  if (approved === undefined) return undefined;
  if (reference === undefined) return `image ${quoted(image)} is no reference to an image`;
  if (comesFrom(reference, approved)) return undefined;
  return `image ${quoted(image)} comes from ${quoted(`${reference.registry}/${reference.repository}`)}`;
}

/** An image that is mounted brings files, and what can be started among them. */
function mounted({ name, reference = '' }: Volume, approved: readonly string[] | undefined): Offence | undefined {
  const says = foreign(reference, approved);
  return says === undefined ? undefined : { says: `volume ${quoted(name)}: ${says}` };
}

type Volume = PodSpec['volumes'][number];
