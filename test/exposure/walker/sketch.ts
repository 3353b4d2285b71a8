/** A VPC in as few words as a person needs; `estateOf` writes it out as AWS answers it. Ids are the names themselves. */
export interface Sketch {
  readonly cidrs: readonly string[];
  readonly six?: string;
  /** Of the VPC's internet gateway `igw-1`; `elsewhere` is attached to another VPC. Attached, unless it says otherwise. */
  readonly gateway?: 'attached' | 'detached' | 'elsewhere';
  readonly subnets: readonly SubnetSketch[];
  readonly tables: readonly TableSketch[];
  readonly acls: readonly AclSketch[];
  readonly groups: readonly GroupSketch[];
  readonly lists?: readonly ListSketch[];
  readonly interfaces: readonly InterfaceSketch[];
  readonly instances?: readonly { readonly id: string; readonly state: string }[];
  readonly block?: { readonly mode: BlockMode; readonly exclusions: readonly ExclusionSketch[] };
  readonly balancers?: readonly BalancerSketch[];
  readonly targetGroups?: readonly TargetGroupSketch[];
  readonly classics?: readonly ClassicSketch[];
}

export type BlockMode = 'off' | 'block-bidirectional' | 'block-ingress';

export interface ExclusionSketch {
  readonly id: string;
  /** A subnet's id, or `vpc-1`. */
  readonly of: string;
  readonly mode: 'allow-bidirectional' | 'allow-egress';
  readonly state: 'create-complete' | 'update-complete' | 'delete-complete' | 'create-failed';
}

export interface SubnetSketch {
  readonly id: string;
  readonly zone: string;
  readonly cidr: string;
  readonly six?: string;
  readonly sixIsPrivate?: boolean;
  readonly acl: string;
  /** The subnet's own state, where the API gives it. */
  readonly blockState?: BlockMode;
}

export interface TableSketch {
  readonly id: string;
  readonly main?: boolean;
  /** The gateway's own table. */
  readonly edge?: boolean;
  readonly subnets?: readonly string[];
  readonly routes: readonly RouteSketch[];
}

export interface RouteSketch {
  /** A CIDR, or the id of a prefix list. */
  readonly to: string;
  /** The id of what it leads to; its prefix says what that is. */
  readonly via: string;
  readonly blackhole?: boolean;
  readonly propagated?: boolean;
}

interface AclSketch {
  readonly id: string;
  readonly entries: readonly AclEntrySketch[];
}

export interface AclEntrySketch {
  readonly number: number;
  readonly egress: boolean;
  readonly allow: boolean;
  readonly cidr: string;
  readonly protocol: string;
  readonly ports?: readonly [from: number, to: number];
  readonly icmp?: readonly [type: number, code: number];
}

export interface GroupSketch {
  readonly id: string;
  readonly ingress: readonly RuleSketch[];
  /** Everything, unless it says otherwise. */
  readonly egress?: readonly RuleSketch[];
}

export interface RuleSketch {
  readonly protocol: string;
  /** Ports, or type and code. */
  readonly range?: readonly [from: number, to: number];
  /** CIDRs of either family, ids of prefix lists, ids of groups. */
  readonly peers: readonly string[];
}

export interface ListSketch {
  readonly id: string;
  readonly owner?: 'AWS';
  readonly cidrs: readonly string[];
}

export interface InterfaceSketch {
  readonly id: string;
  readonly subnet: string;
  readonly groups: readonly string[];
  readonly addresses: readonly AddressSketch[];
  readonly six?: readonly string[];
  readonly prefixes?: readonly string[];
  readonly type?: string;
  readonly instance?: string;
  readonly device?: number;
  readonly status?: 'in-use' | 'available';
  readonly deniesGateways?: boolean;
  /** Of a load balancer: how ELB describes it. */
  readonly description?: string;
}

export interface AddressSketch {
  readonly ip: string;
  readonly publicIp?: string;
  readonly carrierIp?: string;
}

export interface BalancerSketch {
  readonly name: string;
  readonly type: 'application' | 'network';
  readonly internal?: boolean;
  readonly addresses?: 'ipv4' | 'dualstack';
  readonly groups: readonly string[];
  readonly subnets: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
  readonly listeners: readonly ListenerSketch[];
}

export interface ListenerSketch {
  readonly port: number;
  readonly protocol: string;
  /** The target group by default; without one a fixed response. */
  readonly to?: string;
  /** Target groups of further rules, with a condition each. */
  readonly rules?: readonly string[];
}

export interface TargetGroupSketch {
  readonly name: string;
  /** Targets of `alb` are ARNs of application load balancers. */
  readonly type: 'instance' | 'ip' | 'alb';
  readonly protocol: string;
  readonly port: number;
  readonly family?: 'ipv4' | 'ipv6';
  readonly attributes?: Readonly<Record<string, string>>;
  readonly targets: readonly TargetSketch[];
}

export interface TargetSketch {
  readonly id: string;
  readonly port: number;
  readonly state?: string;
}

export interface ClassicSketch {
  readonly name: string;
  readonly internal?: boolean;
  readonly groups: readonly string[];
  readonly subnets: readonly string[];
  readonly crossZone?: boolean;
  readonly listeners: readonly { readonly port: number; readonly instancePort: number }[];
  readonly instances: readonly string[];
}
