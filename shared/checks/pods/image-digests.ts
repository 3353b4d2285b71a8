import { check } from '../check.ts';
import { imageReference } from '../image-reference.ts';
import { judging } from '../specs.ts';
import { quoted } from '../words.ts';

/** `image` of each container: `@sha256:…` names one image for ever (OCI image specification, "Digests"); a tag can be moved. */
export default check({
  id: 'pods/image-digests',
  title: 'Every image is named by its digest',
  severity: 'low',
  scope: 'cluster',
  why: 'A tag can be moved by whoever may push: the next pod that starts runs other code than the one that was reviewed, and nothing in the cluster says so.',
  fix: {
    text: 'Let the pipeline write the digest behind the tag (NAME:TAG@sha256:…), or make the tags of the repository immutable and waive this.',
    cli: 'aws ecr put-image-tag-mutability --repository-name NAME --image-tag-mutability IMMUTABLE',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes: 'every image is named by its digest',
    offences: ({ containers }) =>
      containers
        .filter(({ image = '' }) => imageReference(image)?.digest === undefined)
        .map((container) => ({ container, says: `image ${quoted(container.image ?? '')} has no digest` })),
  }),
});
