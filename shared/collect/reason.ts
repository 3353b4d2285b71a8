import { AwsError } from '../clients/errors.ts';
import { KubernetesError } from '../clients/kubernetes/errors.ts';
import { type Unknown, unknown } from '../facts/fact.ts';

/** A collector's own reason for not knowing: nothing was asked, or the answer lacked what it must have. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: Unknown;
  constructor(why: string, action?: string) {
    super(why);
    this.reason = unknown(why, action);
  }
}

/** What stands in the way, in people's words; undefined where the error is not one that reading can give: it is a defect of ours. */
export function reasonOf(error: unknown): Unknown | undefined {
  if (error instanceof Refusal) return error.reason;
  if (error instanceof AwsError) return unknown(error.why, error.action);
  if (error instanceof KubernetesError) return unknown(error.message, error.action);
  return undefined;
}

/** The same for one item of a list, under the id by which the list named it. @throws what is a defect of ours */
export function missingOf(id: string, error: unknown): { readonly id: string; readonly why: string; readonly action?: string } {
  const reason = reasonOf(error);
  if (reason === undefined) throw error;
  return { id, why: reason.why, ...(reason.action !== undefined && { action: reason.action }) };
}
