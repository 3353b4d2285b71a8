import type { Unseen } from '../engine/unseen.ts';
import type { Plan } from './plan.ts';
import { unreadSelfManaged } from './self-managed.ts';
import type { Snapshot } from './snapshot.ts';

/** What a target may hold that could not be found: everything in it, where it could not be entered, or where its list is unknown. */
export function unseenIn(plan: Pick<Plan, 'regions'>, { target, facts, ended }: Snapshot): Unseen | undefined {
  if (target.kind !== 'account' && target.kind !== 'region') return undefined;
  const scopes = target.kind === 'account' ? (['region', 'cluster'] as const) : (['cluster'] as const);
  if (ended !== undefined) return ended.status === 'failed' ? { scopes, cause: ended.cause } : undefined;
  // Regions that were asked for are tried whether or not the account's are known.
  if (target.kind === 'account' && plan.regions !== undefined) return undefined;
  const fact = target.kind === 'account' ? 'regions' : 'clusters';
  const list = facts[fact] ?? { known: false, why: `the fact ${fact} was not collected` };
  // A cluster that could not be described is a target all the same; a Region without a name is none.
  const [missing] = list.known ? (fact === 'regions' ? list.missing : []) : [list];
  if (missing !== undefined) {
    const { why, action } = missing;
    return { scopes, cause: { fact, why, ...(action === undefined ? {} : { action }) } };
  }
  const unread = target.kind === 'region' ? unreadSelfManaged(facts) : undefined;
  return unread && { scopes, notOfEks: true, cause: { fact: 'selfManagedClusters', ...unread } };
}
