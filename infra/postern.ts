import { join } from 'node:path';
import { App, CloudFormationValidatePlugin, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Config } from '../shared/config/schema.ts';
import { HubStack } from './hub-stack.ts';
import { MemberStack } from './member-stack.ts';
import { stackNames } from './stack-names.ts';

export interface AppProps {
  /** `postern.yaml`, or nothing of it. */
  readonly config: Config;
  /** Where the cloud assembly goes. */
  readonly outdir: string;
  /** The folder with a folder of code for each function (tools/bundle.ts). */
  readonly bundles: string;
  /** Whether templates are held against the schemas of their resources, too (cloudformation-validate): a few seconds. */
  readonly validated?: boolean;
}

/** Set here, over what a `cdk` on the way may say, so that the template is the same whoever synthesizes it. */
const context = {
  'aws:cdk:enable-path-metadata': false,
  'aws:cdk:enable-asset-metadata': false,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/core:enablePartitionLiterals': true,
} as const;

/**
 * The deployment as a CDK app: no account, no Region, no look-ups. `synth()` fails where cdk-nag (AwsSolutions) finds what nobody has
 * given a reason for, and where CloudFormation would refuse a template.
 */
export function buildApp({ config, outdir, bundles, validated = true }: AppProps): App {
  const app = new App({
    outdir,
    postCliContext: context,
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: false,
  });
  new HubStack(app, stackNames.hub, {
    config,
    code: (name) => Code.fromAsset(join(bundles, name)),
    description: 'Postern: scans Kubernetes on AWS every night, and keeps the evidence.',
  });
  new MemberStack(app, stackNames.member);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  // By ourselves: what the CDK registers turns errors into warnings.
  if (validated) Validations.of(app).addPlugins(new CloudFormationValidatePlugin() as IPolicyValidationPlugin);
  return app;
}
