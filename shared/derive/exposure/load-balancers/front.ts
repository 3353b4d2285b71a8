import type { Unknown } from '../../../facts/fact.ts';
import type { Stored } from '../../../facts/index.ts';
import type { TCP, UDP } from '../../../net/flow-set.ts';
import type { Address, Family } from '../../../net/ip.ts';
import type { IpSet } from '../../../net/ip-set.ts';
import type { Step, Unless } from '../exposure.ts';

export type Interface = Stored<'networkInterfaces'>;
export type Transport = typeof TCP | typeof UDP;

/** Where something is that a load balancer forwards to, and at which address. */
export interface Destination {
  readonly item: Readonly<Pick<Interface, 'id' | 'interfaceType' | 'subnetId' | 'vpcId'>> & {
    readonly securityGroupIds: readonly string[] | Unknown;
  };
  readonly text: string;
  readonly address: Address;
  readonly port: number;
  readonly step: Step;
}

/** An interface as a target. */
export interface Target extends Destination {
  readonly item: Interface;
}

/** A target group, or the instances of a classic load balancer, as one listener forwards to it. */
export interface Forward {
  readonly steps: readonly Step[];
  /** The family in which its targets are spoken to. */
  readonly family: Family;
  readonly crossZone: boolean;
  /** Whether targets see the client's address: both where that is not known. */
  preserves(client: Family, transport: Transport): readonly boolean[];
  readonly targets: readonly Target[];
  /** Targets that are application load balancers: they forward what they take. */
  readonly behind: readonly Behind[];
  readonly unless: readonly Unless[];
}

/** A target that is none of the interfaces of the Region, all of which are known: of another VPC, or of another account. */
export interface Elsewhere {
  readonly elsewhere: Unknown;
  /** The interfaces of other VPCs that have its address: a peering may lead to one of them. */
  readonly perhaps: readonly string[];
}

/** An application load balancer as the target of a network one: the listener at the port to which it is sent. */
export interface Behind {
  /** The node that is meant, where it is registered by its address. */
  readonly at?: IpSet;
  readonly balancer: Balancer;
  readonly groupIds: readonly string[] | Unknown;
  readonly listener: Listener;
  readonly unless: readonly Unless[];
}

export interface Listener {
  readonly port: number;
  readonly transports: readonly Transport[];
  readonly steps: readonly Step[];
  readonly forwards: readonly Forward[];
}

/** What is not known of a load balancer, as it is found. */
export interface Unseen {
  readonly unread: Unknown[];
  readonly elsewhere: Elsewhere[];
}

/** A load balancer, whichever kind it is. */
export interface Balancer {
  /** Its ARN; a classic one's name, where its ARN cannot be told. */
  readonly via: string;
  readonly step: Step;
  /** What a client dials: its DNS name. */
  readonly address: string;
  /** How ELB describes its interfaces. */
  readonly description: string;
  readonly vpcId: string | Unknown;
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  /** A network load balancer without groups: nothing filters what comes in, or goes on. */
  readonly unfiltered: boolean;
  readonly listeners: readonly Listener[];
  /** What could not be read and may open more. */
  readonly unread: readonly Unknown[];
  /** Targets that are no interfaces of the Region: what becomes of them there is not known. */
  readonly elsewhere: readonly Elsewhere[];
}

/** A load balancer as the internet meets it. */
export interface Front extends Balancer {
  /** The families in which it faces the internet, each with what could not be read and may close it. */
  readonly families: readonly { readonly family: Family; readonly unless: readonly Unless[] }[];
}
