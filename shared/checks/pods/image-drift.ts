import { check } from '../check.ts';
import { judgeEach } from '../specs.ts';
import { count, listed, quoted } from '../words.ts';

/**
 * `status.containerStatuses[].imageID` of a workload's pods against the reference in their specifications. Two references at a time are a
 * rollout; one reference that stands for two images is a tag that was moved in between.
 */
export default check({
  id: 'pods/image-drift',
  title: 'All pods of a workload run the same image by the same name',
  severity: 'medium',
  scope: 'cluster',
  why: 'Somebody pushed another image under a tag that was in use. Which pod runs what depends on when its node pulled it: what was tested is not what runs, and a changed image comes in without a deployment.',
  fix: {
    text: 'Find out who pushed, name the image by its digest, and roll the workload out again. Make the tags of the repository immutable.',
    cli: 'aws ecr put-image-tag-mutability --repository-name NAME --image-tag-mutability IMMUTABLE',
    kubectl: 'kubectl rollout restart deployment NAME',
  },
  each: 'workloadImages',
  needs: [],
  judge: (workload) =>
    judgeEach(workload, [{ of: 'template' as const }], {
      severity: 'medium',
      passes: 'no image of its pods differs from another of the same name',
      offences: () =>
        workload.drifting.map(({ container, image, digests }) => ({
          says: `container ${quoted(container)}: image ${quoted(image)} is ${count(digests.length, 'image', 'different images')} among its pods`,
          detail: listed(
            digests.map(
              ({ digest, pods, count: all }) =>
                `${digest} (${count(all, 'pod', 'pods')}: ${listed(pods)}${all > pods.length ? ' …' : ''})`,
            ),
          ),
        })),
    }),
});
