import * as v from 'valibot';
import { evidenceSchema } from './cluster-interfaces.ts';
import { member, one } from './fact.ts';

const portsSchema = v.array(v.tuple([v.number(), v.number()]));
const complete = member(v.literal(true));

/** The facts from which it follows what the internet reaches: those of a Region. */
export const networkFactNames = [
  'blockPublicAccess',
  'classicLoadBalancers',
  'clusters',
  'instances',
  'internetGateways',
  'listenerRules',
  'listeners',
  'loadBalancers',
  'networkAcls',
  'networkInterfaces',
  'prefixLists',
  'routeTables',
  'securityGroups',
  'subnets',
  'targetGroups',
] as const;

/** One thing that the internet reaches, with the way there. */
export const reachedSchema = v.object({
  /** The interface, or the ARN of the cluster for its endpoint. */
  id: v.string(),
  instanceId: v.optional(v.string()),
  /** What a client dials: a public address, the name of a load balancer or of the endpoint. */
  address: v.string(),
  protocol: v.picklist(['tcp', 'udp', 'icmp', 'icmpv6', 'other']),
  /** Of TCP and UDP, as a client dials them. */
  ports: v.optional(portsSchema),
  sources: v.array(v.string()),
  /** Whether the sources are the whole internet of a family. */
  internet: v.boolean(),
  /** `direct`, or the ARN of a load balancer. */
  via: v.string(),
  /** Behind a load balancer: the target's own address and port. */
  to: v.optional(v.object({ address: v.string(), ports: portsSchema })),
  /** Appliances that a gateway route table leads through. */
  inspection: v.optional(v.array(v.string())),
  /** `opens`: the ports of a rule that is for some only. */
  path: v.array(
    v.object({
      ...evidenceSchema.entries,
      opens: v.optional(v.object({ protocol: v.picklist(['tcp', 'udp']), ports: portsSchema })),
    }),
  ),
  /** What came of it when it was tried (probes), where it was. */
  probed: v.optional(v.array(evidenceSchema)),
});

/**
 * What the internet reaches of a cluster: its interfaces by their own addresses and through load balancers, and its EKS endpoint. A row is a
 * round trip, with a client port of the attacker's choosing; `sources` are addresses of the internet only.
 */
export const exposures = one({
  scope: 'cluster',
  from: ['target', 'cluster', 'clusterInterfaces', 'probes', ...networkFactNames],
  bounds: ['cluster', 'clusterInterfaces', 'probes', ...networkFactNames],
  schema: v.object({
    rows: v.array(
      v.object({
        /** The role of the interface in the cluster (clusterInterfaces), or `endpoint` for the EKS endpoint. */
        role: v.picklist(['control-plane', 'node', 'pod', 'load-balancer', 'unattributed', 'endpoint']),
        ...reachedSchema.entries,
        /** True, or why it may be closed after all ("reachable unless …"): to be read before a judgement that relies on the row. */
        certain: member(v.literal(true)),
      }),
    ),
    /**
     * By role: true where no more than the rows can be reachable of interfaces of that role, else why there may be more: to be read before
     * a judgement that one more row could change.
     */
    complete: v.object({
      'control-plane': complete,
      node: complete,
      pod: complete,
      'load-balancer': complete,
      unattributed: complete,
      endpoint: complete,
    }),
  }),
});
