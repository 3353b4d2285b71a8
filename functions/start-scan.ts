import { stepFunctions } from '../shared/cloud/executions.ts';
import { handleScans } from '../shared/stages/api-scans.ts';
import { apiTask } from './function.ts';

/** `POST /scans`, `GET /scans/{id}`. */
export const handler = apiTask((request, { config, store, place, variable }) => {
  const machine = variable('stateMachine');
  const { organization, organizationalUnits, accounts = [accountOf(machine)] } = config;
  const isList = organization !== true && organizationalUnits === undefined;
  return handleScans(request, {
    store,
    executions: stepFunctions(machine, place),
    now: () => new Date(),
    random: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    ...(isList && { accounts }),
  });
});

/** Without any in the configuration, the deployment scans its own. */
const accountOf = (arn: string): string => arn.split(':')[4] ?? '';
