import { selfManaged } from '../derive/membership/self-managed.ts';
import type { Target } from '../engine/verdict.ts';
import { unknown } from '../facts/fact.ts';
import type { FactsOfTarget } from '../facts/index.ts';
import type { Plan } from './plan.ts';

/** Why nothing of AWS is known of a cluster that a kubeconfig names. */
export const notLookedAt = unknown('its AWS account is not looked at', 'scan the account');

/** A cluster that a kubeconfig names, as a target: it has no account. */
export const namedTarget = ({ context, server }: NonNullable<Plan['kubeconfig']>) =>
  ({ kind: 'kubernetes', cluster: { name: context, server, version: 'unknown' } }) as const;

/** What is known of one before its API is asked. */
export const factsOfNamed = ({ name, server }: Pick<NonNullable<Target['cluster']>, 'name' | 'server'>) =>
  ({ cluster: { known: true, value: selfManaged({ name, vpcId: notLookedAt }, server) } }) as const satisfies FactsOfTarget;
