import { Aws } from 'aws-cdk-lib';
import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { defaultRoleName } from '../../shared/config/defaults.ts';
import type { Config } from '../../shared/config/schema.ts';
import type { FunctionName } from '../../shared/contract/functions.ts';
import { announcedKey, INSIDE, LATEST, LOCK, RUNS, runKey } from '../../shared/contract/keys.ts';
import type { RunId } from '../../shared/contract/run-id.ts';
import { functionMegabytes, functionSeconds } from '../function-sizes.ts';
import { roleArn } from '../names.ts';
import { acknowledge } from './acknowledge.ts';
import type { Access, Evidence } from './evidence.ts';
import { ScannerFunction } from './scanner-function.ts';

export interface FunctionsProps {
  readonly config: Config;
  readonly code: (name: FunctionName) => Code;
  readonly evidence: Evidence;
  readonly externalId: string;
}

const inRuns = (path: string): string => runKey('*' as RunId, path);
const everyRun = `${RUNS}*`;
const API_SECONDS = 29;

/** Memory in MB, and what each function does with the bucket. */
const sizes: Readonly<Record<FunctionName, { readonly memory: number; readonly seconds: number; readonly access: Access }>> = {
  plan: {
    memory: functionMegabytes.plan,
    seconds: functionSeconds.plan,
    access: {
      read: [LOCK, inRuns('plan.json'), inRuns('accounts.json')],
      write: [LOCK, inRuns('plan.json'), inRuns('accounts.json')],
      list: [everyRun],
    },
  },
  collect: {
    memory: functionMegabytes.collect,
    seconds: functionSeconds.collect,
    // A Region without a cluster is judged as soon as it is known to have none.
    access: {
      read: [inRuns('plan.json'), inRuns('snapshots/*'), inRuns('results/*')],
      write: [inRuns('snapshots/*'), inRuns('results/*')],
      list: [everyRun],
    },
  },
  scan: {
    memory: functionMegabytes.scan,
    seconds: functionSeconds.scan,
    access: {
      read: [inRuns('plan.json'), inRuns('snapshots/*'), inRuns('results/*'), `${INSIDE}*`],
      write: [inRuns('snapshots/*'), inRuns('results/*')],
      list: [everyRun],
    },
  },
  publish: {
    memory: functionMegabytes.publish,
    seconds: functionSeconds.publish,
    access: {
      read: [LOCK, LATEST, everyRun],
      write: [LOCK, LATEST, everyRun, announcedKey('*' as RunId)],
      list: [everyRun, 'announced/*'],
    },
  },
  'start-scan': {
    memory: 512,
    seconds: API_SECONDS,
    access: { read: [LOCK, inRuns('plan.json'), inRuns('manifest.json'), inRuns('report.json')], list: [everyRun] },
  },
  download: { memory: 512, seconds: API_SECONDS, access: { read: [LATEST, everyRun], list: [everyRun] } },
};

/** The six functions, with what they need of the bucket and of the accounts that they scan. */
export class Functions extends Construct {
  readonly byName: Readonly<Record<FunctionName, ScannerFunction>>;

  constructor(scope: Construct, id: string, { config, code, evidence, externalId }: FunctionsProps) {
    super(scope, id);
    const given: Readonly<Partial<Record<FunctionName, number | undefined>>> = config.deployment?.memory ?? {};
    const make = (name: FunctionName): ScannerFunction => {
      const { seconds, access, memory: ordinary } = sizes[name];
      const memory = given[name] ?? ordinary;
      // Only `scan` talks to clusters, whose endpoints may be private.
      const network = name === 'scan' ? config.deployment?.network : undefined;
      const made = new ScannerFunction(this, constructId(name), { name, code: code(name), memory, seconds, network });
      evidence.grant(made, access);
      return made;
    };
    this.byName = {
      plan: make('plan'),
      collect: make('collect'),
      scan: make('scan'),
      publish: make('publish'),
      'start-scan': make('start-scan'),
      download: make('download'),
    };
    for (const scanner of [this.byName.collect, this.byName.scan]) {
      scanner.allow(assumeMembers(config));
      acknowledge(
        scanner.role,
        'Which accounts an organization has is not known beforehand; the role has one name in all of them, asks for the external id, and the organization can be asked for, too (deployment.organizationId).',
        `IAM5[Resource::${roleArn('<AWS::Partition>', '*', config.roleName ?? defaultRoleName)}]`,
      );
      scanner.tell('externalId', externalId);
    }
    if (usesOrganization(config)) readOrganization(this.byName.plan);
  }
}

const constructId = (name: FunctionName): string =>
  name.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());

/** More ARNs would not fit in the role's policies (10,240 characters for all that are inline). */
const MOST_NAMED_ACCOUNTS = 50;

const usesOrganization = ({ organization, organizationalUnits }: Config): boolean =>
  organization === true || organizationalUnits !== undefined;

/** The member roles of the accounts that are named; of any account of the organization, if there are many or they are not known. */
function assumeMembers(config: Config): PolicyStatementProps {
  const { accounts = [Aws.ACCOUNT_ID], roleName = defaultRoleName, deployment } = config;
  const named = !usesOrganization(config) && accounts.length <= MOST_NAMED_ACCOUNTS;
  const organization = deployment?.organizationId;
  return {
    sid: 'AssumeMemberRoles',
    actions: ['sts:AssumeRole'],
    resources: (named ? accounts : ['*']).map((account) => roleArn(Aws.PARTITION, account, roleName)),
    ...(!named && organization !== undefined && { conditions: { StringEquals: { 'aws:ResourceOrgID': organization } } }),
  };
}

/** Organizations API reference: lists of the whole organization, for which there is no resource to name. */
function readOrganization(plan: ScannerFunction): void {
  const actions = [
    'organizations:ListAccounts',
    'organizations:ListAccountsForParent',
    'organizations:ListOrganizationalUnitsForParent',
    'organizations:ListRoots',
  ];
  plan.allow({ sid: 'ReadOrganization', actions, resources: ['*'] });
  acknowledge(
    plan.role,
    'Of the lists of an organization two take no resource, and the units below a root are not known beforehand.',
    'IAM5[Resource::*]',
  );
}
