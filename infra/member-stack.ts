import {
  BootstraplessSynthesizer,
  CfnCondition,
  CfnOutput,
  CfnParameter,
  Fn,
  type IStackSynthesizer,
  Stack,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { defaultRoleName } from '../shared/config/defaults.ts';
import { patterns } from '../shared/config/pieces.ts';
import { MemberRole } from './constructs/member-role.ts';

/**
 * The member role as a template for every account that is scanned, by hand or by StackSets: it needs no bootstrap, and takes what the hub
 * stack puts out as parameters. An organization is not asked for where its parameter is empty.
 */
export class MemberStack extends Stack {
  constructor(scope: Construct, id: string) {
    const description = 'Postern: the role that the scanner reads this account with.';
    super(scope, id, { description, synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer });
    const hubAccount = this.#parameter('HubAccountId', 'The account that Postern runs in', patterns.account);
    const externalId = this.#parameter('ExternalId', 'The output ExternalId of the hub stack', patterns.externalId);
    const organization = this.#parameter(
      'OrganizationId',
      'The organization that the hub account belongs to (o-...); empty: none is asked for',
      new RegExp(`^$|${patterns.organizationId.source}`),
      '',
    );
    const roleName = this.#parameter('RoleName', 'roleName in postern.yaml', patterns.roleName, defaultRoleName);
    const when = new CfnCondition(this, 'InOrganization', {
      expression: Fn.conditionNot(Fn.conditionEquals(organization.valueAsString, '')),
    });
    const { role } = new MemberRole(this, 'Member', {
      roleName: roleName.valueAsString,
      hubAccount: hubAccount.valueAsString,
      externalId: externalId.valueAsString,
      organization: { id: organization.valueAsString, when },
    });
    new CfnOutput(this, 'RoleArn', { value: role.attrArn, description: 'The role that Postern assumes in this account' });
  }

  #parameter(id: string, description: string, pattern: RegExp, byDefault?: string): CfnParameter {
    const constraintDescription = `must match ${pattern.source}`;
    return new CfnParameter(this, id, {
      description,
      allowedPattern: pattern.source,
      constraintDescription,
      ...(byDefault !== undefined && { default: byDefault }),
    });
  }
}
