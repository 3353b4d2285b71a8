import * as v from 'valibot';
import { controllerResources } from '../../facts/controllers.ts';
import type { Stored } from '../../facts/index.ts';
import { collector } from '../collector.ts';
import { forEachOf } from '../each.ts';
import { gather } from '../items.ts';
import { missingOf } from '../reason.ts';
import { isOfOneList, type Listing, listInto, resourceName } from './listed.ts';
import { type PodSpecs, podSpecs } from './pod-specs.ts';
import { integer, Malformed, maybe, parsed, textRecord } from './raw.ts';
import { reaching } from './reaching.ts';

type Controller = Stored<'controllers'>;

const controllerSpec = v.object({ replicas: maybe(integer), template: maybe(v.unknown()), jobTemplate: maybe(v.unknown()) });
const jobTemplateSchema = v.object({ spec: v.object({ template: maybe(v.unknown()) }) });
const templateSchema = v.object({
  metadata: v.nullish(v.object({ labels: textRecord, annotations: textRecord }), {}),
  spec: v.unknown(),
});

/** Each kind is a list of its own: one that is refused is missing under its resource, and the others stand. */
export const controllers = collector('controllers', (context, { cluster }) =>
  reaching(context, cluster.value, async (connection, options) => {
    const gathering = gather('controllers');
    const specs = podSpecs(context.fingerprint);
    const bounded = { ...options, keep: context.clusterBounds.keep };
    await forEachOf(controllerResources, async ({ group, resource, kind }) => {
      try {
        await listInto(gathering, connection, listingOf({ group, resource, kind }, specs), bounded);
      } catch (error) {
        if (!isOfOneList(error)) throw error;
        gathering.miss(missingOf(resourceName({ group, resource }), error));
      }
    });
    return gathering.done();
  }),
);

function listingOf(
  { group, resource, kind }: { readonly group: string; readonly resource: string; readonly kind: string },
  specs: PodSpecs,
): Listing<Controller> {
  const apiVersion = group === '' ? 'v1' : `${group}/v1`;
  return {
    resource: { group, version: 'v1', resource, kind },
    project: (item, { namespace, name, uid, owner, annotations }) => {
      const { replicas, template, jobTemplate } = parsed(controllerSpec, item.spec, 'spec');
      const inherited = owner !== undefined && hasTemplate({ kind, group }, owner);
      return {
        apiVersion,
        kind,
        namespace,
        name,
        uid,
        ...(owner && { owner }),
        ...(typeof replicas === 'number' && { replicas }),
        ...(!inherited && { template: templateOf(jobTemplate ?? undefined, template, annotations, specs) }),
      };
    },
  };
}

/** Whether the owner is of the kind that makes these, from its own template: a copy of it for each of ten revisions tells nothing more. */
const hasTemplate = (
  own: { readonly kind: string; readonly group: string },
  owner: NonNullable<Controller['owner']>,
): boolean =>
  (own.kind === 'ReplicaSet' && owner.kind === 'Deployment' && owner.apiVersion === 'apps/v1') ||
  (own.kind === 'Job' && owner.kind === 'CronJob' && owner.apiVersion === 'batch/v1');

function templateOf(
  jobTemplate: unknown,
  template: unknown,
  ownAnnotations: Readonly<Record<string, string>>,
  specs: PodSpecs,
): NonNullable<Controller['template']> {
  const raw = jobTemplate === undefined ? template : parsed(jobTemplateSchema, jobTemplate, 'spec.jobTemplate').spec.template;
  if (raw === undefined || raw === null) throw new Malformed('malformed spec.template');
  const { metadata, spec } = parsed(templateSchema, raw, 'spec.template');
  return { labels: metadata.labels ?? {}, spec: specs.ofTemplate(spec, metadata.annotations ?? {}, ownAnnotations) };
}
