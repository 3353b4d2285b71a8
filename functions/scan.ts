import { checks } from '../shared/checks/index.ts';
import * as eks from '../shared/clients/sdk/eks.ts';
import * as sts from '../shared/clients/sdk/sts.ts';
import type { Services } from '../shared/clients/sdk.ts';
import { concurrency } from '../shared/contract/concurrency.ts';
import { parseTargetEvent } from '../shared/contract/events.ts';
import { derivations } from '../shared/derive/index.ts';
import { scanTarget } from '../shared/stages/scan-target.ts';
import { stateTask } from './function.ts';
import { budgetOf, openMember } from './member.ts';

const services: Services = { eks: async () => eks, sts: async () => sts };

/** Judges an account, a Region or a cluster, which is read before: {run, account, region?, cluster?} → {}. */
export const handler = stateTask(parseTargetEvent, (event, tools) =>
  openMember(services, event, tools, budgetOf(tools, concurrency.targets), async (aws) => {
    const { store, signal } = tools;
    await scanTarget({ store, signal, aws, checks, derivations }, event);
    return {};
  }),
);
