import { resolveValue } from '../cloud/asl/cloudformation.ts';
import { isObject, type JsonObject } from '../cloud/asl/json.ts';
import { valuesOf } from '../cloud/deployment/values.ts';
import type { Provable } from './prove.ts';
import { deployedIn, property, type Stack } from './stack.ts';

export interface DeployedStacks {
  /** The hub's, where it runs. */
  readonly hub: Stack;
  /** The member role's template, and the accounts that it is deployed to. */
  readonly member: { readonly template: JsonObject; readonly accounts: readonly string[] };
  /** The access key that stands for a function's credentials, by the function's name. */
  readonly accessKeyOf: (functionName: string) => string;
  /** That which the machine's own calls of S3 are made with. */
  readonly machineKey: string;
  readonly organization?: Provable['organization'];
}

/**
 * The stacks as an operator deploys them: the member role with what the hub stack puts out, that is the external id which the functions are
 * told (POSTERN_EXTERNAL_ID); and whose credentials are whose.
 */
export function provableOf({ hub, member, accessKeyOf, machineKey, organization }: DeployedStacks): Provable {
  const { account, region } = hub;
  const parameters = {
    HubAccountId: account,
    ExternalId: externalIdOf(hub),
    OrganizationId: organization?.id ?? '',
  };
  const members = member.accounts.map((id): Stack => {
    const resolve = valuesOf(member.template, { account: id, region, apiUrl: '' }, parameters);
    return { name: 'PosternMember', template: member.template, resolve, account: id, region };
  });
  const keys = deployedIn(hub).flatMap((found): readonly (readonly [string, string])[] => {
    if (found.type === 'AWS::StepFunctions::StateMachine') return [[machineKey, String(property(found, 'RoleArn'))]];
    if (found.type !== 'AWS::Lambda::Function') return [];
    return [[accessKeyOf(hub.resolve(found.id, undefined) ?? ''), String(property(found, 'Role'))]];
  });
  return { stacks: [hub, ...members], keys: Object.fromEntries(keys), ...(organization && { organization }) };
}

function externalIdOf(hub: Stack): string {
  for (const { properties } of deployedIn(hub)) {
    const { Variables: variables } = isObject(properties.Environment) ? properties.Environment : {};
    const told = isObject(variables) ? variables.POSTERN_EXTERNAL_ID : undefined;
    if (told !== undefined) return String(resolveValue(told, hub.resolve));
  }
  throw new Error('no function is told of an external id');
}
