import { catalogue } from '../shared/checks/catalogue.ts';
import { createAws } from '../shared/clients/aws.ts';
import * as organizations from '../shared/clients/sdk/organizations.ts';
import * as sts from '../shared/clients/sdk/sts.ts';
import type { Services } from '../shared/clients/sdk.ts';
import { machineOf, stepFunctions } from '../shared/cloud/executions.ts';
import { parsePlanEvent } from '../shared/contract/events.ts';
import { frameworks } from '../shared/frameworks/index.ts';
import { planCloud } from '../shared/stages/plan-cloud.ts';
import { planDeployment } from '../shared/stages/plan-deployment.ts';
import { version } from '../shared/version.ts';
import { stateTask } from './function.ts';

const services: Services = { organizations: async () => organizations, sts: async () => sts };

/** Takes the lock and plans the run: {execution, start} → the key of the accounts, or why there is nothing to do. */
export const handler = stateTask(parsePlanEvent, ({ execution, start }, { config, store, place, signal, log }) =>
  planCloud({
    ...{ store, execution, start, now: new Date() },
    executions: stepFunctions(machineOf(execution), place),
    plan: async (asked) => {
      const aws = createAws(services, { ...place, signal });
      try {
        return await planDeployment(
          { aws, config, checks: catalogue, frameworks, version, note: (line) => log.warn(line) },
          asked,
        );
      } finally {
        aws.close();
      }
    },
  }),
);
