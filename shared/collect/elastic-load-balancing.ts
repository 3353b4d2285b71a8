import * as v from 'valibot';
import type { Input, OperationName, Output } from '../clients/sdk.ts';
import { isUnknown, type Unknown } from '../facts/fact.ts';
import type { Stored } from '../facts/index.ts';
import type { Context } from './collector.ts';
import { pages } from './pages.ts';
import type { Reader } from './read.ts';

const SERVICE = 'elastic-load-balancing-v2';
/** The largest page of all of its lists. */
const PAGE = 400;

type Marked = {
  [O in OperationName<typeof SERVICE>]: Input<typeof SERVICE, O> extends { Marker?: string | undefined }
    ? Output<typeof SERVICE, O> extends { NextMarker?: string | undefined }
      ? O
      : never
    : never;
}[OperationName<typeof SERVICE>];

/** The pages of one of its lists, each as large as can be. */
export const elasticPages = <const O extends Marked>(
  context: Context,
  operation: O,
  input: Omit<Input<typeof SERVICE, O>, 'Marker' | 'PageSize'>,
): AsyncGenerator<Output<typeof SERVICE, O>> =>
  pages(
    `elasticloadbalancing:${operation}`,
    (Marker) =>
      context.call(SERVICE, operation, { ...input, PageSize: PAGE, ...(Marker !== undefined && { Marker }) } as never),
    (page) => (page as { readonly NextMarker?: string }).NextMarker,
  );

/** Attributes as the service lists them, by their keys. */
export const attributesIn = (from: Reader, list: unknown): ReadonlyMap<string, string> | Unknown => {
  const attributes = from(v.array(v.object({ Key: v.string(), Value: v.optional(v.string(), '') })), list, 'Attributes');
  return isUnknown(attributes) ? attributes : new Map(attributes.map(({ Key, Value }) => [Key, Value]));
};

/** An attribute that is on or off. */
export const flagText = v.pipe(
  v.picklist(['true', 'false']),
  v.transform((text) => text === 'true'),
);

/** What a listener, a group or a target is reached at. */
export const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
/** Whom a load balancer is for: what is neither opens nothing, and closes nothing. */
export const schemes = v.picklist(['internet-facing', 'internal']);

type LoadBalancer = Stored<'loadBalancers'>;

/**
 * The load balancers that the internet could reach, by what DescribeLoadBalancers says alone: those that are not internal; internal ones
 * that have IPv6 addresses, which an attribute can open; application load balancers in the VPC of a network load balancer among these,
 * which can have them as its target. What is not known of one speaks for it. Nothing more is asked of the others: there may be hundreds,
 * each with groups of targets that cost two questions apiece.
 */
export function facingTheInternet(loadBalancers: readonly LoadBalancer[]): readonly LoadBalancer[] {
  const faces = ({ type, scheme, ipAddressType }: LoadBalancer) =>
    type !== 'gateway' && (scheme !== 'internal' || ipAddressType !== 'ipv4');
  const inFront = loadBalancers.filter((one) => faces(one) && one.type !== 'application');
  const behind = ({ type, vpcId }: LoadBalancer) =>
    (type === 'application' || isUnknown(type)) &&
    inFront.some((other) => isUnknown(vpcId) || isUnknown(other.vpcId) || other.vpcId === vpcId);
  return loadBalancers.filter((one) => faces(one) || behind(one));
}
