import * as v from 'valibot';
import { collector } from './collector.ts';
import { ec2List } from './ec2.ts';
import { flag, text } from './read.ts';

const entry = v.pipe(
  v.object({
    RuleNumber: v.pipe(v.number(), v.integer(), v.minValue(1)),
    Egress: v.boolean(),
    RuleAction: v.string(),
    Protocol: v.string(),
    CidrBlock: v.optional(v.string()),
    Ipv6CidrBlock: v.optional(v.string()),
    PortRange: v.optional(v.object({ From: v.number(), To: v.number() })),
    IcmpTypeCode: v.optional(v.object({ Type: v.number(), Code: v.number() })),
  }),
  v.check(({ CidrBlock, Ipv6CidrBlock }) => (CidrBlock ?? Ipv6CidrBlock) !== undefined, 'gave an entry without addresses'),
  v.check(
    ({ CidrBlock, Ipv6CidrBlock }) => CidrBlock === undefined || Ipv6CidrBlock === undefined,
    'gave an entry of two families',
  ),
  // TCP and UDP have ports, ICMP has types: an entry that lacks them says less than it means.
  v.check(
    ({ Protocol, PortRange }) => PortRange !== undefined || !['6', '17'].includes(Protocol),
    'gave an entry without ports',
  ),
  v.check(
    ({ Protocol, IcmpTypeCode }) => IcmpTypeCode !== undefined || !['1', '58'].includes(Protocol),
    'gave an entry without type',
  ),
  v.transform(({ RuleNumber, Egress, RuleAction, Protocol, CidrBlock, Ipv6CidrBlock, PortRange, IcmpTypeCode }) => ({
    ruleNumber: RuleNumber,
    egress: Egress,
    ruleAction: RuleAction,
    protocol: Protocol,
    ...(CidrBlock !== undefined && { cidr: CidrBlock }),
    ...(Ipv6CidrBlock !== undefined && { ipv6Cidr: Ipv6CidrBlock }),
    ...(PortRange !== undefined && { portRange: { from: PortRange.From, to: PortRange.To } }),
    ...(IcmpTypeCode !== undefined && { icmp: { type: IcmpTypeCode.Type, code: IcmpTypeCode.Code } }),
  })),
);
/** The order decides: of two entries with one number nobody can tell which comes first. */
const entries = v.pipe(
  v.array(entry),
  v.check(
    (all) => new Set(all.map(({ egress, ruleNumber }) => `${egress} ${ruleNumber}`)).size === all.length,
    'gave two entries of one direction with one number',
  ),
);
const subnetIds = v.pipe(
  v.array(v.object({ SubnetId: v.string() })),
  v.transform((associations) => associations.map(({ SubnetId }) => SubnetId)),
);

export const networkAcls = collector('networkAcls', (context) =>
  ec2List(context, 'networkAcls', ['DescribeNetworkAcls', 'NetworkAcls', 1000], (acl, from) => ({
    id: from.id(acl.NetworkAclId, 'NetworkAclId'),
    vpcId: from(text, acl.VpcId, 'VpcId'),
    isDefault: from(flag, acl.IsDefault, 'IsDefault'),
    subnetIds: from(subnetIds, acl.Associations, 'Associations'),
    entries: from(entries, acl.Entries, 'Entries'),
  })),
);
