import * as v from 'valibot';
import type { KubernetesConnection } from '../../clients/kubernetes/connection.ts';
import { type GetOptions, review } from '../../clients/kubernetes/get.ts';
import { type Unknown, unknown } from '../../facts/fact.ts';
import { questions } from '../../facts/own-rights.ts';
import { collector } from '../collector.ts';
import { forEachOf } from '../each.ts';
import { gather } from '../items.ts';
import { Refusal, unknownBy } from '../reason.ts';
import { isOfOneList } from './listed.ts';
import { flag, maybe, text } from './raw.ts';
import { reaching } from './reaching.ts';

const PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const apiVersion = 'authorization.k8s.io/v1';
const kind = 'SelfSubjectAccessReview';

const answer = v.object({
  kind: v.literal(kind),
  status: v.object({ allowed: flag, denied: maybe(flag), evaluationError: maybe(text) }),
});

type Question = (typeof questions)[number];

/** Asks what the scanner may do; nothing of it is done. The API server's text is not kept: it may say anything. */
export const ownRights = collector('ownRights', (context, { cluster }) =>
  reaching(context, cluster.value, async (connection, options) => {
    const gathering = gather('ownRights');
    await forEachOf(
      questions,
      async (question) => gathering.add({ ...question, allowed: await allowed(connection, question, options) }),
      2,
    );
    return gathering.done();
  }),
);

/** Undecided is unknown: "no" with an error of evaluation means that one of the authorisers could not say. */
async function allowed(
  connection: KubernetesConnection,
  { verb, group, resource }: Question,
  options: GetOptions,
): Promise<boolean | Unknown> {
  const [name, subresource] = resource.split('/');
  const resourceAttributes = { verb, group, resource: name, ...(subresource !== undefined && { subresource }) };
  try {
    const { success, output } = v.safeParse(
      answer,
      await review(connection, PATH, { apiVersion, kind, spec: { resourceAttributes } }, options),
    );
    if (!success) throw new Refusal(`MalformedAnswer: POST ${PATH} at ${connection.server.host} is no access review`);
    const { allowed, denied, evaluationError } = output.status;
    if (allowed && denied === true) throw new Refusal(`MalformedAnswer: POST ${PATH} allows and denies ${verb} ${resource}`);
    if (!allowed && denied !== true && evaluationError)
      return unknown(`the API server could not decide on ${verb} ${resource}`);
    return allowed;
  } catch (error) {
    if (error instanceof Refusal || isOfOneList(error)) return unknownBy(error);
    throw error;
  }
}
