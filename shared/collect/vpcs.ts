import * as v from 'valibot';
import { collector } from './collector.ts';
import { ec2List } from './ec2.ts';
import { flag, listOrNone, tagList, text } from './read.ts';

/** Blocks that are no longer the VPC's, or never became so. */
const left: readonly (string | undefined)[] = ['disassociated', 'failed'];
const cidrs = v.pipe(
  v.array(v.object({ CidrBlock: v.string(), CidrBlockState: v.optional(v.object({ State: v.optional(v.string()) })) })),
  v.transform((blocks) =>
    blocks.filter(({ CidrBlockState }) => !left.includes(CidrBlockState?.State)).map(({ CidrBlock }) => CidrBlock),
  ),
);
/** Left out where there is none. */
const ipv6Associations = v.pipe(
  listOrNone(
    v.object({
      Ipv6CidrBlock: v.string(),
      Ipv6CidrBlockState: v.optional(v.object({ State: v.optional(v.string()) })),
      Ipv6AddressAttribute: v.optional(v.string()),
    }),
  ),
  v.transform((blocks) => blocks.filter(({ Ipv6CidrBlockState }) => !left.includes(Ipv6CidrBlockState?.State))),
);
export const ipv6Blocks = v.pipe(
  ipv6Associations,
  v.transform((blocks) => blocks.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock)),
);
/** Those whose addresses are private; public is the default, and what else the attribute could be is not believed. */
export const privateIpv6Blocks = v.pipe(
  ipv6Associations,
  v.transform((blocks) =>
    blocks.filter((one) => one.Ipv6AddressAttribute === 'private').map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  ),
);

export const vpcs = collector('vpcs', (context) =>
  ec2List(context, 'vpcs', ['DescribeVpcs', 'Vpcs', 1000], (vpc, from) => ({
    id: from.id(vpc.VpcId, 'VpcId'),
    isDefault: from(flag, vpc.IsDefault, 'IsDefault'),
    ownerId: from(text, vpc.OwnerId, 'OwnerId'),
    cidrs: from(cidrs, vpc.CidrBlockAssociationSet, 'CidrBlockAssociationSet'),
    ipv6Cidrs: from(ipv6Blocks, vpc.Ipv6CidrBlockAssociationSet, 'Ipv6CidrBlockAssociationSet'),
    tags: from(tagList, vpc.Tags, 'Tags'),
  })),
);
