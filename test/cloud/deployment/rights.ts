import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackNames } from '../../../infra/stack-names.ts';
import type { Evidence, Provable } from '../../iam/prove.ts';
import type { Stack } from '../../iam/stack.ts';
import { resolveValue } from '../asl/cloudformation.ts';
import type { JsonObject } from '../asl/json.ts';
import { type Deployment, MACHINE_KEY, REGION } from './deployment.ts';
import { accessKeyOf } from './stack-functions.ts';
import { resourcesOf, valuesOf } from './values.ts';

/** What the deployment may: the hub's template, and the member role's in each account that gave one, with the hub's outputs as parameters. */
export function rightsOf(deployment: Deployment, assembly: string, hub: string, members: readonly string[]): Provable {
  const { template, resolve } = deployment;
  const outputs = template.Outputs as Record<string, JsonObject>;
  const output = (name: string): string => String(resolveValue(outputs[name]?.Value ?? '', resolve));
  const parameters = Object.fromEntries(
    ['HubAccountId', 'ExternalId', 'OrganizationId', 'RoleName'].map((name) => [name, output(name)]),
  );
  const member = JSON.parse(readFileSync(join(assembly, `${stackNames.member}.template.json`), 'utf8')) as JsonObject;
  const memberStack = (account: string): Stack => ({
    name: stackNames.member,
    template: member,
    resolve: valuesOf(member, { account, region: REGION, apiUrl: '' }, parameters),
    account,
    region: REGION,
  });
  return {
    stacks: [{ name: stackNames.hub, template, resolve, account: hub, region: REGION }, ...members.map(memberStack)],
    keys: { ...keysOf(deployment), [MACHINE_KEY]: roleOf(deployment, 'AWS::StepFunctions::StateMachine', 'RoleArn') },
  };
}

/** The role behind each function's access key. */
function keysOf({ template, resolve }: Deployment): Record<string, string> {
  return Object.fromEntries(
    resourcesOf(template, 'AWS::Lambda::Function').map(({ id, properties }) => [
      accessKeyOf(resolve(id, undefined) ?? id),
      String(resolveValue(properties.Role ?? '', resolve)),
    ]),
  );
}

const roleOf = ({ template, resolve }: Deployment, type: string, property: string): string =>
  String(resolveValue(resourcesOf(template, type)[0]?.properties[property] ?? '', resolve));

/** What happened so far. */
export const evidenceOf = (deployment: Deployment): Evidence => ({
  calls: deployment.calls(),
  invoked: [...new Set(deployment.lambda.calls.map(({ name }) => name))],
  api: deployment.api.asked,
});
