import * as v from 'valibot';
import { evidenceSchema } from './cluster-interfaces.ts';
import { many, member } from './fact.ts';

/** A rule of a security group with its prefix lists expanded: one protocol, its ports, and the addresses it lets in. */
const ruleSchema = v.object({
  protocol: v.string(),
  fromPort: v.optional(v.number()),
  toPort: v.optional(v.number()),
  cidrs: v.array(v.string()),
  /** Each prefix list that the rule names; its entries are unknown where the list could not be read. */
  prefixLists: v.array(v.object({ id: v.string(), cidrs: member(v.array(v.string())) })),
});

/** The security groups that sit on the cluster's control-plane, node, pod or load-balancer interfaces, with their rules of ingress. */
export const clusterSecurityGroups = many({
  scope: 'cluster',
  from: ['cluster', 'clusterInterfaces', 'securityGroups', 'prefixLists'],
  bounds: ['clusterInterfaces', 'securityGroups', 'prefixLists'],
  item: 'security-group',
  none: 'no security group sits on an interface of this cluster',
  id: ({ id, name }) => ({ id, name: typeof name === 'string' ? name : id }),
  schema: v.object({
    id: v.string(),
    name: member(v.string()),
    ingress: member(v.array(ruleSchema)),
    /** Where it sits: the roles of the interfaces, and up to a few of them as evidence. */
    roles: v.array(v.string()),
    evidence: v.array(evidenceSchema),
    /** Each set of other groups that share an interface with this one: their rules add up with this group's. */
    together: v.array(v.array(v.object({ id: v.string(), ingress: member(v.array(ruleSchema)) }))),
  }),
});
