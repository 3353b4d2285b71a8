import * as v from 'valibot';
import { evidenceSchema } from './cluster-interfaces.ts';
import { many, member } from './fact.ts';

/** A rule of a security group with its prefix lists expanded: one protocol, its ports, and the addresses it lets in. */
const ruleSchema = v.object({
  /** As EC2 gives it: '-1' for all, tcp, udp, icmp, icmpv6, or a number. */
  protocol: v.string(),
  /** Absent where all ports are meant. */
  fromPort: v.optional(v.number()),
  toPort: v.optional(v.number()),
  /** Each CIDR or prefix list that the rule names, with the CIDRs that it stands for: every one of them parses. */
  sources: v.array(v.object({ id: v.string(), cidrs: v.array(v.string()) })),
  /** Sources of which it is not known what they stand for: a prefix list that could not be read, a text that is no CIDR. */
  unread: v.array(v.string()),
});

const rulesSchema = {
  ingress: member(v.array(ruleSchema)),
  /** True where no rule has an `unread` source; else why it has: to be read before a judgement that such a source could change. */
  complete: member(v.literal(true)),
};

/** The security groups that sit on the cluster's control-plane, node, pod or load-balancer interfaces, with their rules of ingress. */
export const clusterSecurityGroups = many({
  scope: 'cluster',
  from: ['cluster', 'clusterInterfaces', 'securityGroups', 'prefixLists'],
  bounds: ['cluster', 'clusterInterfaces', 'securityGroups', 'prefixLists'],
  item: 'security-group',
  none: 'no security group sits on an interface of this cluster',
  id: ({ id, name }) => ({ id, name: typeof name === 'string' ? name : id }),
  schema: v.object({
    id: v.string(),
    name: member(v.string()),
    ...rulesSchema,
    /** Where it sits: the roles of the interfaces, and up to a few of them as evidence. */
    roles: v.array(v.string()),
    evidence: v.array(evidenceSchema),
    /**
     * True where every interface that might carry it is known, so that `roles` and `together` are all; else why they may not be: to be read
     * before a judgement that one more could change.
     */
    placesComplete: member(v.literal(true)),
    /** Each set of other groups that share an interface with this one: their rules add up with this group's. */
    together: v.array(v.array(v.object({ id: v.string(), ...rulesSchema }))),
  }),
});
