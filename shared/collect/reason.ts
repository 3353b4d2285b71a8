import { AwsError } from '../clients/errors.ts';
import { KubernetesError } from '../clients/kubernetes/errors.ts';
import { type Missing, type Unknown, unknown } from '../facts/fact.ts';

/** A collector's own reason for not knowing: nothing was asked, or the answer lacked what it must have. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
  readonly reason: Unknown;
  constructor(why: string, action?: string) {
    super(why);
    this.reason = unknown(why, action);
  }
}

/** What an item of a list lacks without which it cannot be told from others. */
export class Unidentified extends Refusal {
  constructor(words: string) {
    super(`MalformedAnswer: ${words}`);
  }
}

/** What stands in the way, in people's words; undefined where the error is not one that reading can give: it is a defect of ours. */
export function reasonOf(error: unknown): Unknown | undefined {
  if (error instanceof Refusal) return error.reason;
  if (error instanceof AwsError) return unknown(error.why, error.action);
  if (error instanceof KubernetesError) return unknown(error.message, error.action);
  return undefined;
}

/** The reason of an unknown fact or member, alone. */
export const reasonIn = ({ why, action }: Omit<Unknown, 'known'>): Omit<Missing, 'id'> =>
  action === undefined ? { why } : { why, action };

/** The same for one item of a list, under the id by which the list named it. @throws what is a defect of ours */
export function missingOf(id: string, error: unknown): Missing {
  return { id, ...reasonIn(unknownBy(error)) };
}

/** The same for a member of an item. @throws what is a defect of ours */
export function unknownBy(error: unknown): Unknown {
  const reason = reasonOf(error);
  if (reason === undefined) throw error;
  return reason;
}
