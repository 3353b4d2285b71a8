import { isUnknown, type Unknown, unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';
import { parseCidr } from '../../net/cidr.ts';
import type { FlowSet } from '../../net/flow-set.ts';
import { IpSet } from '../../net/ip-set.ts';
import type { NetworkFacts, Step } from './exposure.ts';
import { flowsInWords, flowsOf } from './flows.ts';
import { about, listed, memoised } from './listed.ts';
import { type Asked, isAmong, noTraffic, type Traffic, trafficOf } from './traffic.ts';

type Acl = Stored<'networkAcls'>;
type AclEntry = Extract<Acl['entries'], readonly unknown[]>[number];

interface Entry {
  readonly flows: FlowSet;
  readonly peers: IpSet;
  readonly allow: boolean;
  /** Of one that allows: no path is by an entry that denies. */
  readonly says: string;
}

/** A direction of a network ACL. */
interface AclDirection {
  readonly traffic: Traffic;
  /** The entries that let this through, lowest number first. */
  explain(asked: Asked): readonly Step[];
}

export interface CompiledAcl {
  readonly id: string;
  readonly inbound: AclDirection;
  readonly outbound: AclDirection;
}

/**
 * Network ACLs (Amazon VPC User Guide, "Network ACL rules"): of each direction the entries in the order of their numbers, the first that
 * matches an element decides, and what none matches is denied. Answers the ACL of a subnet, or why it is not known.
 */
export function networkAclsOf({ networkAcls }: Pick<NetworkFacts, 'networkAcls'>): (subnetId: string) => CompiledAcl | Unknown {
  const acls = listed('networkAcls', networkAcls);
  const unplaced = acls.items.map(({ subnetIds }) => subnetIds).find(isUnknown) ?? acls.unread;
  const ofSubnet = new Map<string, Acl[]>();
  for (const acl of acls.items)
    for (const subnetId of isUnknown(acl.subnetIds) ? [] : acl.subnetIds)
      ofSubnet.set(subnetId, [...(ofSubnet.get(subnetId) ?? []), acl]);
  const compiled = memoised(compile);
  return (subnetId) => {
    const [acl, other] = ofSubnet.get(subnetId) ?? [];
    if (acl === undefined) return unplaced ?? unknown(`EC2 lists no network ACL of ${subnetId}`);
    return other === undefined
      ? compiled(acl)
      : unknown(`EC2 lists two network ACLs of ${subnetId}: ${acl.id} and ${other.id}`);
  };
}

function compile({ id, entries }: Acl): CompiledAcl | Unknown {
  if (isUnknown(entries)) return about(id, entries);
  const inbound = direction(id, entries, false);
  const outbound = direction(id, entries, true);
  if (isUnknown(inbound)) return inbound;
  return isUnknown(outbound) ? outbound : { id, inbound, outbound };
}

function direction(id: string, all: readonly AclEntry[], egress: boolean): AclDirection | Unknown {
  const sorted = all.filter((entry) => entry.egress === egress).sort((a, b) => a.ruleNumber - b.ruleNumber);
  const entries: Entry[] = [];
  for (const one of sorted) {
    const entry = read(one);
    if (isUnknown(entry)) return unknown(`network ACL ${id}, rule ${one.ruleNumber}: ${entry.why}`);
    entries.push(entry);
  }
  // From the last to the first, each overwrites what comes after it: what is left is what the first match says, element by element.
  const traffic = entries.reduceRight((after, { flows, peers, allow }): Traffic => {
    const matched = trafficOf(flows, peers);
    return allow ? after.union(matched) : after.subtract(matched);
  }, noTraffic);
  let pieces: ReturnType<typeof effective> | undefined;
  const explain = (asked: Asked): readonly Step[] => {
    pieces ??= effective(id, entries);
    const own = pieces.filter(({ traffic }) => traffic.boxes.some(({ left, right }) => isAmong(asked, left, right)));
    return own.slice(0, shown).map(({ step }) => step);
  };
  return { traffic, explain };
}

function read(entry: AclEntry): Entry | Unknown {
  const { ruleNumber, egress, ruleAction, protocol, cidr, ipv6Cidr, portRange, icmp } = entry;
  const [first, second] = icmp === undefined ? [portRange?.from, portRange?.to] : [icmp.type, icmp.code];
  const flows = flowsOf(protocol, first, second);
  if (!flows.ok) return unknown(flows.problem);
  const block = parseCidr(cidr ?? ipv6Cidr ?? '');
  if (!block.ok) return unknown(block.problem);
  if (ruleAction !== 'allow' && ruleAction !== 'deny')
    return unknown(`${JSON.stringify(ruleAction.slice(0, 64))} is neither allow nor deny`);
  const way = egress ? 'outbound' : 'inbound';
  const peer = `${egress ? 'to' : 'from'} ${cidr ?? ipv6Cidr}`;
  const says = `${way} rule ${ruleNumber} allows ${flowsInWords(protocol, first, second)} ${peer}`;
  return { flows: flows.value, peers: IpSet.of([block.value]), allow: ruleAction === 'allow', says };
}

/** As many entries as a path names. */
const shown = 4;

/** Of each entry that allows, what no earlier one decides: only those that overlap it take something away. */
function effective(id: string, entries: readonly Entry[]): readonly { readonly step: Step; readonly traffic: Traffic }[] {
  return entries.flatMap(({ flows, peers, allow, says }, index) => {
    if (!allow) return [];
    const earlier = entries.slice(0, index).filter((one) => one.flows.meets(flows) && one.peers.meets(peers));
    const traffic = earlier.reduce((rest, one) => rest.subtract(trafficOf(one.flows, one.peers)), trafficOf(flows, peers));
    return [{ step: { kind: 'network-acl', id, says }, traffic }];
  });
}
