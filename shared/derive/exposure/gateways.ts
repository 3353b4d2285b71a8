import { isUnknown, type Unknown, unknown } from '../../facts/fact.ts';
import type { NetworkFacts, Step } from './exposure.ts';
import { about, listed } from './listed.ts';

/** The way in from the internet to a VPC. */
export interface Gateway {
  /** The gateway that is attached; undefined where none is, or where that is not known. */
  readonly id: string | undefined;
  /** Whether a hop of a route is it, or may be. */
  isIt(hop: string): boolean;
  /** Why it is not known which gateway is attached, where none is. */
  readonly unread: Unknown;
  /** Whether the account has none that is attached: then it is another account's, in a shared VPC, or none. */
  readonly none: boolean;
  readonly step: Step;
}

const unnamed = unknown('EC2 does not list the internet gateway that a route names');
/** EC2 answers `available` where its model says `attached`. */
const attached: readonly string[] = ['available', 'attached'];
const isGateway = (hop: string): boolean => hop.startsWith('igw-');

/**
 * Internet gateways (Amazon VPC User Guide, "Enable internet access for a VPC using an internet gateway"): a VPC has at most one. NAT
 * gateways, egress-only gateways, transit and virtual private gateways let nothing in that the internet begins. A gateway that a route
 * names and nobody lists is not known to be detached, and of a VPC that is not known any may be the one.
 */
export function gatewaysOf({ internetGateways }: Pick<NetworkFacts, 'internetGateways'>): (vpcId: string | Unknown) => Gateway {
  const gateways = listed('internetGateways', internetGateways);
  const placed = new Set<string>();
  const ofVpc = new Map<string, string>();
  const another = new Map<string, string>();
  for (const { id, attachments } of gateways.items) {
    if (isUnknown(attachments)) continue;
    placed.add(id);
    for (const { vpcId, state } of attachments) {
      if (!attached.includes(state)) continue;
      const first = ofVpc.get(vpcId) ?? id;
      if (first !== id) another.set(vpcId, id);
      ofVpc.set(vpcId, first);
    }
  }
  const doubts = gateways.items.flatMap(({ id, attachments }) => (isUnknown(attachments) ? [about(id, attachments)] : []));
  const doubt = doubts[0] ?? gateways.unread;
  return (vpcId) => {
    const id = isUnknown(vpcId) ? undefined : ofVpc.get(vpcId);
    const other = isUnknown(vpcId) ? undefined : another.get(vpcId);
    if (id !== undefined && other !== undefined) {
      const unread = unknown(`EC2 lists two internet gateways of ${vpcId}: ${id} and ${other}`);
      const step = { kind: 'internet-gateway', id, says: unread.why };
      return { id: undefined, isIt: isGateway, unread, none: false, step };
    }
    if (id !== undefined && !isUnknown(vpcId)) {
      const step = { kind: 'internet-gateway', id, says: `attached to ${vpcId}` };
      return { id, isIt: (hop) => hop === id, unread: unnamed, none: false, step };
    }
    const step = { kind: 'internet-gateway', id: isUnknown(vpcId) ? '' : vpcId, says: 'not known to be attached' };
    if (isUnknown(vpcId)) return { id: undefined, isIt: isGateway, unread: vpcId, none: false, step };
    const isIt = (hop: string): boolean => isGateway(hop) && !placed.has(hop);
    return { id: undefined, isIt, unread: doubt ?? unnamed, none: doubt === undefined, step };
  };
}
