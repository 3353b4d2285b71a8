import { Aws, type CfnCondition, Fn } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { iamPolicy } from '../../shared/permissions/index.ts';
import { functionName, roleArn } from '../names.ts';
import { acknowledge } from './acknowledge.ts';

export interface MemberRoleProps {
  readonly roleName: string;
  readonly hubAccount: string;
  readonly externalId: string;
  /** The organization that callers must belong to, if there is one; `when` says so of a parameter. */
  readonly organization?: { readonly id: string; readonly when?: CfnCondition } | undefined;
}

/** Only these functions enter accounts. */
const callers = ['collect', 'scan'] as const;

/**
 * The role that the scanner takes in an account: what the facts read (shared/permissions), nothing else, for two functions of one account
 * that know the external id (IAM User Guide, "The confused deputy problem").
 */
export class MemberRole extends Construct {
  readonly role: CfnRole;

  constructor(scope: Construct, id: string, props: MemberRoleProps) {
    super(scope, id);
    this.role = new CfnRole(this, 'Role', {
      roleName: props.roleName,
      description: 'Read by Postern: configuration of clusters and their networks, no content',
      assumeRolePolicyDocument: trust(props),
      policies: [{ policyName: 'PosternReads', policyDocument: iamPolicy() }],
    });
    acknowledge(
      this.role,
      'A scanner reads what there is, whatever it is called; the actions are exactly those that the facts read, each List, Describe or Get.',
      'IAM5[Resource::*]',
    );
  }
}

/** The account's root as principal and the roles in a condition: a principal that is deleted and made again would be another one. */
function trust({ hubAccount, externalId, organization }: MemberRoleProps): object {
  const known = { 'sts:ExternalId': externalId };
  const inOrganization = organization && { ...known, 'aws:PrincipalOrgID': organization.id };
  const equal =
    inOrganization === undefined
      ? known
      : organization?.when === undefined
        ? inOrganization
        : Fn.conditionIf(organization.when.logicalId, inOrganization, known);
  const statement = {
    Sid: 'PosternHub',
    Effect: 'Allow',
    Principal: { AWS: `arn:${Aws.PARTITION}:iam::${hubAccount}:root` },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: equal,
      ArnEquals: { 'aws:PrincipalArn': callers.map((name) => roleArn(Aws.PARTITION, hubAccount, functionName(name))) },
    },
  };
  return { Version: '2012-10-17', Statement: [statement] };
}
