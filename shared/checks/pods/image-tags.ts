import { check } from '../check.ts';
import { imageReference } from '../image-reference.ts';
import { type Container, judging, type Offence } from '../specs.ts';
import { quoted } from '../words.ts';

/**
 * `image` of each container, by the grammar of distribution/reference: a reference with neither tag nor digest means `latest`. A digest
 * names one image, whatever tag stands before it.
 */
export default check({
  id: 'pods/image-tags',
  title: 'Every image has a tag of its own, which is not latest',
  severity: 'low',
  scope: 'cluster',
  why: 'latest is whatever was pushed last: nobody knows what runs, two pods of one workload run different code, and there is nothing to go back to. Whoever can push to the repository deploys.',
  fix: { text: 'Name the version in the tag, or better the digest, and let the pipeline that builds the image write it.' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes: 'every image has a digest, or a tag other than latest',
    offences: ({ containers }) => containers.flatMap((container) => floating(container) ?? []),
  }),
});

function floating(container: Container): Offence | undefined {
  const { image = '' } = container;
  if (image === '') return { container, says: 'no image is named' };
  const reference = imageReference(image);
  if (reference === undefined) return { container, says: `image ${quoted(image)} is no reference to an image` };
  if (reference.digest !== undefined) return undefined;
  if (reference.tag === undefined) return { container, says: `image ${quoted(image)} has no tag, which means latest` };
  return reference.tag === 'latest' ? { container, says: `image ${quoted(image)}` } : undefined;
}
