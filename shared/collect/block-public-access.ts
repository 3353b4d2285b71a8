import * as v from 'valibot';
import { isUnknown, type Unknown } from '../facts/fact.ts';
import type { Stored } from '../facts/index.ts';
import { type Context, collector } from './collector.ts';
import { ec2Pages } from './ec2.ts';
import { reader, structure } from './read.ts';

const OPTIONS = 'ec2:DescribeVpcBlockPublicAccessOptions';
const EXCLUSIONS = 'ec2:DescribeVpcBlockPublicAccessExclusions';

const modes = v.picklist(['off', 'block-bidirectional', 'block-ingress']);
const RESOURCE = /^arn:aws[a-z-]{0,20}:ec2:[a-z0-9-]{1,40}:\d{12}:(?:vpc\/(vpc-[\w-]{1,60})|subnet\/(subnet-[\w-]{1,60}))$/;
const exclusion = v.pipe(
  v.object({
    ExclusionId: v.string(),
    ResourceArn: v.string(),
    InternetGatewayExclusionMode: v.picklist(['allow-bidirectional', 'allow-egress']),
    State: v.string(),
  }),
  v.check(({ ResourceArn }) => RESOURCE.test(ResourceArn), 'gave an exclusion of neither a VPC nor a subnet'),
  v.transform(({ ExclusionId, ResourceArn, InternetGatewayExclusionMode, State }) => {
    const [, vpcId, subnetId] = RESOURCE.exec(ResourceArn) ?? [];
    return {
      id: ExclusionId,
      ...(vpcId !== undefined && { vpcId }),
      ...(subnetId !== undefined && { subnetId }),
      mode: InternetGatewayExclusionMode,
      state: State,
    };
  }),
);

/** Exclusions only ever loosen the mode: where nothing is blocked, they are not asked for. */
export const blockPublicAccess = collector('blockPublicAccess', async (context) => {
  const { VpcBlockPublicAccessOptions } = await context.call('ec2', 'DescribeVpcBlockPublicAccessOptions', {});
  const { InternetGatewayBlockMode } = structure(VpcBlockPublicAccessOptions);
  const mode = reader(OPTIONS)(modes, InternetGatewayBlockMode, 'VpcBlockPublicAccessOptions.InternetGatewayBlockMode');
  return { known: true, value: { mode, exclusions: mode === 'off' ? [] : await exclusionsOf(context) } };
});

/** All of them, or none. @throws AwsError, Refusal */
async function exclusionsOf(context: Context): Promise<Stored<'blockPublicAccess'>['exclusions']> {
  const from = reader(EXCLUSIONS);
  const all: Exclude<Stored<'blockPublicAccess'>['exclusions'], Unknown> = [];
  for await (const page of ec2Pages(context, 'DescribeVpcBlockPublicAccessExclusions', 1000, {})) {
    const list = from(v.array(exclusion), page.VpcBlockPublicAccessExclusions, 'VpcBlockPublicAccessExclusions');
    if (isUnknown(list)) return list;
    all.push(...list);
  }
  return all;
}
