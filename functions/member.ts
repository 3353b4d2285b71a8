import { type Aws, createAws } from '../shared/clients/aws.ts';
import { type Budget, createBudget } from '../shared/clients/budget.ts';
import { systemClock } from '../shared/clients/clock.ts';
import type { Services } from '../shared/clients/sdk.ts';
import { defaultRate, defaultRoleName } from '../shared/config/defaults.ts';
import type { TargetEvent } from '../shared/contract/events.ts';
import type { Tools } from './function.ts';

/**
 * A function's share of the API budget of an account and Region.
 * @param sharers how many functions read them at a time. They follow one another, so none begins with a burst of its own.
 */
export const budgetOf = ({ config: { rate = defaultRate } }: Tools, sharers = 1): Budget =>
  createBudget(rate / sharers, systemClock, sharers === 1);

/** AWS as the member role of an account sees it, also in the deployment's own account, each session narrowed to one Region. */
export function openMember<R>(
  services: Services,
  { run }: TargetEvent,
  tools: Tools,
  budget: Budget,
  work: (aws: Aws) => Promise<R>,
): Promise<R> {
  const { config, place, signal, log, count } = tools;
  const aws = createAws(services, {
    ...{ ...place, budget, signal },
    role: {
      name: config.roleName ?? defaultRoleName,
      externalId: tools.variable('externalId'),
      sessionName: `postern-${run}`,
      always: true,
      regional: true,
    },
    onThrottled: ({ account, region, service }) => {
      // An account that is not named is the deployment's own, which takes the roles.
      if (account === '') return;
      count('throttled', 1);
      log.warn('throttled', { account, region, api: service });
    },
  });
  return work(aws).finally(() => aws.close());
}
