import { isGone } from '../../clients/errors.ts';
import { type ProbeTools, resolved } from '../../clients/probe/network.ts';
import type { Context } from '../../collect/collector.ts';
import { unknownBy } from '../../collect/reason.ts';
import { descriptionOf } from '../../derive/exposure/load-balancers/nodes.ts';
import type { Unknown } from '../../facts/fact.ts';
import { formatAddress, parseAddress } from '../../net/ip.ts';
import { internet } from '../../net/reserved.ts';
import type { ProbeRow } from './dials.ts';
import { type Interfaces, interfacesBy } from './interfaces.ts';

/** What may be dialled for a row, as the account's own APIs said a moment ago; or why nothing may. */
export type Whose =
  | { readonly addresses: readonly string[]; readonly host: string; readonly port?: number; readonly authority?: string }
  | { readonly why: string; readonly action?: string };

/** Lets an address through that is none of the internet: given by tests alone, which have no other. */
export type Permits = (address: string) => boolean;

export interface Reading {
  readonly context: Context;
  readonly tools: ProbeTools;
  readonly permits?: Permits | undefined;
}

/** Addresses of a name that are tried. */
const mostAddresses = 3;
/** Addresses of a name that are looked at: no load balancer has more that one answer of DNS would hold. */
const mostResolved = 32;

/**
 * Reads anew whose the addresses of rows are, just before they are dialled: interfaces by their ids, load balancers with the interfaces that
 * ELB says are theirs, clusters. A name is resolved once, and dialled by address: one that is not of the internet, or not of an interface of
 * the account, is not dialled, whatever DNS says. Of an EKS endpoint AWS owns the addresses: there the name counts, as DescribeCluster gives it.
 */
export async function ownersOf(reading: Reading, rows: readonly ProbeRow[]): Promise<(row: ProbeRow) => Promise<Whose>> {
  const { context } = reading;
  const direct = rows.filter(({ via, resource }) => via === 'direct' && resource.type === 'network-interface');
  const ids = await interfacesBy(context, 'network-interface-id', distinct(direct.map(({ resource }) => resource.id)));
  const through = distinct(rows.filter(({ via }) => via !== 'direct').map(({ via }) => via));
  const described = await interfacesBy(context, 'description', through.map(descriptionOf));
  const known = new Map<string, Promise<Whose>>();
  return (row) => {
    const key = `${row.via === 'direct' ? row.resource.id : row.via} ${row.address}`;
    const whose = known.get(key) ?? find(reading, row, ids, described);
    known.set(key, whose);
    return whose;
  };
}

function find(reading: Reading, row: ProbeRow, ids: Interfaces | Unknown, described: Interfaces | Unknown): Promise<Whose> {
  if (row.resource.type === 'eks-endpoint') return endpoint(reading, row);
  if (row.via === 'direct') return Promise.resolve(own(reading, row, ids));
  return balanced(reading, row, described);
}

function own({ permits }: Reading, { resource: { id }, address }: ProbeRow, interfaces: Interfaces | Unknown): Whose {
  if ('known' in interfaces) return interfaces;
  const text = canonical(address);
  if (text === undefined) return { why: `${address} is no single address` };
  if (interfaces.get(id)?.has(text) !== true) return { why: `${address} is no longer an address of ${id}` };
  return isOfInternet(text) || permits?.(text) ? { addresses: [text], host: text } : notOfInternet(text);
}

const notOfInternet = (address: string): Whose => ({ why: `${address} is no address of the internet` });

async function balanced({ context, tools }: Reading, row: ProbeRow, interfaces: Interfaces | Unknown): Promise<Whose> {
  if ('known' in interfaces) return interfaces;
  const { via, address } = row;
  try {
    const name = await nameOf(context, via);
    if (name?.toLowerCase() !== address.toLowerCase()) return { why: `${address} is no longer the name of ${via}` };
  } catch (error) {
    const { why, action } = unknownBy(error);
    return isGone({ why }) ? { why: `${via} is no longer there` } : { why, ...(action !== undefined && { action }) };
  }
  const found = (await resolved(tools, address, mostResolved)).flatMap((one) => canonical(one) ?? []);
  const theirs = interfaces.get(descriptionOf(via)) ?? new Set();
  const addresses = found.filter((one) => theirs.has(one) && isOfInternet(one)).slice(0, mostAddresses);
  if (addresses.length > 0) return { addresses, host: address };
  return {
    why: `${address} ${found.length === 0 ? 'does not resolve here' : 'resolves to no address of its own interfaces on the internet'}`,
  };
}

async function nameOf(context: Context, arn: string): Promise<string | undefined> {
  // A classic load balancer's ARN ends in its name alone.
  const name = descriptionOf(arn).slice('ELB '.length);
  if (!name.includes('/')) {
    const answer = await context.call('elastic-load-balancing', 'DescribeLoadBalancers', { LoadBalancerNames: [name] });
    return answer.LoadBalancerDescriptions?.find((one) => one.LoadBalancerName === name)?.DNSName;
  }
  const answer = await context.call('elastic-load-balancing-v2', 'DescribeLoadBalancers', { LoadBalancerArns: [arn] });
  return answer.LoadBalancers?.find((one) => one.LoadBalancerArn === arn)?.DNSName;
}

/** Names that EKS gives out: dual-stack ones, and China's, too (Amazon EKS User Guide, "Cluster API server endpoint"). */
const eksName = /^[0-9a-z-]{1,63}(\.[0-9a-z-]{1,63}){1,4}$/;
const eksSuffix = /\.(eks\.amazonaws\.com(\.cn)?|eks-cluster\.[0-9a-z-]{1,40}\.api\.(aws|amazonwebservices\.com\.cn))$/;

async function endpoint({ context, tools, permits }: Reading, { resource: { id }, address }: ProbeRow): Promise<Whose> {
  const name = id.slice(id.lastIndexOf('/') + 1);
  let given:
    | { readonly endpoint?: unknown; readonly certificateAuthority?: { readonly data?: unknown } | undefined }
    | undefined;
  try {
    ({ cluster: given } = await context.call('eks', 'DescribeCluster', { name }));
  } catch (error) {
    const { why, action } = unknownBy(error);
    return isGone({ why }) ? { why: `${id} is no longer there` } : { why, ...(action !== undefined && { action }) };
  }
  const text = given?.endpoint;
  if (typeof text !== 'string' || !URL.canParse(text) || text.replace(/^https:\/\//, '') !== address)
    return { why: `${address} is no longer the endpoint of ${name}` };
  const url = new URL(text);
  const authority = authorityIn(given?.certificateAuthority?.data);
  const port = url.port === '' ? 443 : Number(url.port);
  const met = { host: url.hostname, port, ...(authority !== undefined && { authority }) };
  if (permits?.(url.hostname)) return { ...met, addresses: [url.hostname] };
  if (url.protocol !== 'https:' || port !== 443 || !(isName(url.hostname) && eksSuffix.test(url.hostname)))
    return { why: `${address} is no name that EKS gives out` };
  const found = (await resolved(tools, url.hostname, mostResolved)).flatMap((one) => canonical(one) ?? []);
  const addresses = found.filter(isOfInternet).slice(0, mostAddresses);
  if (addresses.length > 0) return { ...met, addresses };
  return {
    why: `${address} ${found.length === 0 ? 'does not resolve here' : 'resolves to private addresses here, which the internet does not dial'}`,
    action: 'probe from outside of the VPC',
  };
}

const isName = (host: string): boolean => host.length <= 253 && eksName.test(host.slice(0, host.search(eksSuffix)));

/** Base64 of PEM; node:tls takes what is in it, and no more than a few certificates. */
function authorityIn(data: unknown): string | undefined {
  if (typeof data !== 'string' || data.length > 64 * 1024) return undefined;
  const text = Buffer.from(data, 'base64').toString('latin1');
  return text.includes('-----BEGIN CERTIFICATE-----') ? text : undefined;
}

export function isOfInternet(text: string): boolean {
  const address = parseAddress(text);
  return address.ok && internet.contains(address.value);
}

/** One text for each address; undefined for what is none. */
export function canonical(text: string): string | undefined {
  const address = parseAddress(text);
  return address.ok ? formatAddress(address.value) : undefined;
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
