import type { Place } from './ids.ts';
import type { Parts } from './parts.ts';
import type { GroupRef } from './security-groups.ts';

export interface SubnetRef {
  readonly id: string;
  readonly zone: string;
  readonly zoneId: string;
  readonly cidr: string;
  readonly ipv6Cidr?: string;
  readonly isPublic: boolean;
}

/** A private address, and what else its owner has. */
export interface Address {
  readonly ip: string;
  readonly publicIp?: string;
  readonly allocationId?: string;
  readonly ipv6?: string;
}

export interface NetworkSpec extends Place {
  readonly name: string;
  /** 0 to 15: gives the VPC its block 10.(20 + number).0.0/16 and sixteen public addresses of the documentation blocks (RFC 5737). */
  readonly number: number;
  readonly created: string;
  readonly isDefault?: boolean;
  readonly ipv6?: boolean;
}

export interface Network extends NetworkSpec {
  readonly vpcId: string;
  readonly cidr: string;
  readonly ipv6Cidr?: string;
  readonly publicSubnets: readonly SubnetRef[];
  readonly privateSubnets: readonly SubnetRef[];
  readonly defaultGroup: GroupRef;
  /** The next free address of a subnet; with `isPublic` one that the internet can reach. The order of calls decides. */
  readonly address: (subnet: SubnetRef, isPublic?: boolean) => Address;
  readonly parts: Parts;
}
