import type { Evidence } from '../../../checks/check.ts';

/** A picture of the sheet in `icons.ts`. */
export type Icon =
  | 'internet'
  | 'gateway'
  | 'balancer'
  | 'listener'
  | 'targets'
  | 'subnet'
  | 'interface'
  | 'cluster'
  | 'port'
  | 'gate'
  | 'door';

/** What a step is to a person: a place that traffic is at, or a rule that it passes on the way to the next place. */
interface Kind {
  readonly label: string;
  readonly icon: Icon;
  readonly isGate?: true;
}

/** The kinds of steps of a way (shared/derive/exposure), in the order in which traffic comes to them. */
const kinds: ReadonlyMap<string, Kind> = new Map(
  Object.entries({
    internet: { label: 'Internet', icon: 'internet' },
    'internet-gateway': { label: 'Internet gateway', icon: 'gateway' },
    'gateway-route-table': { label: 'Gateway’s routes', icon: 'gate', isGate: true },
    'block-public-access': { label: 'Public access', icon: 'gate', isGate: true },
    'route-table': { label: 'Route table', icon: 'gate', isGate: true },
    'network-acl': { label: 'Network ACL', icon: 'gate', isGate: true },
    'security-group': { label: 'Security group', icon: 'door', isGate: true },
    'load-balancer': { label: 'Load balancer', icon: 'balancer' },
    listener: { label: 'Listener', icon: 'listener' },
    'listener-rule': { label: 'Listener rule', icon: 'gate', isGate: true },
    authentication: { label: 'Asks who it is', icon: 'gate', isGate: true },
    'target-group': { label: 'Target group', icon: 'targets' },
    subnet: { label: 'Subnet', icon: 'subnet' },
    target: { label: 'Target', icon: 'interface' },
    'network-interface': { label: 'Interface', icon: 'interface' },
    instance: { label: 'Instance', icon: 'interface' },
    'eks-cluster': { label: 'Cluster', icon: 'cluster' },
    port: { label: 'Port', icon: 'port' },
  }),
) as ReadonlyMap<string, Kind>;

/** A kind that nobody here knows is a place under its own name. */
export const kindOf = (kind: string): Kind => kinds.get(kind) ?? { label: kind.replaceAll('-', ' '), icon: 'interface' };

/** Whether somebody opened it here: a rule of a security group is the entry that lets traffic in, all else was there before. */
export const opens = ({ kind, says }: Evidence): boolean => kind === 'security-group' && !says.startsWith('egress');

const arn = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:[a-z-]+[/:])?(?=.)(.*)$/s;

/** Of an ARN, what tells it from others of its kind: the label names the kind. */
export const shortId = (id: string): string => arn.exec(id)?.[1] ?? id;
