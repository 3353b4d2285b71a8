import { isUnknown, type Unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';
import type { NetworkFacts, Step, Unless } from './exposure.ts';
import { listed, unlessOf } from './listed.ts';

type Interface = Stored<'networkInterfaces'>;

/** Whether anything behind an interface can answer: what closes it for certain, and what could not be read that may close it. */
export interface Gate {
  readonly closed: Step | undefined;
  readonly unless: readonly Unless[];
}

/** EC2 answers `nat_gateway` where its model says `natGateway`. */
const natTypes: readonly unknown[] = ['natGateway', 'nat_gateway'];
const alive: readonly string[] = ['pending', 'running'];

/**
 * What an interface is, whatever reaches its subnet. One that is `available` is attached to nothing; an instance answers while it is pending
 * or running (EC2 User Guide, "Amazon EC2 instance state changes"); a NAT gateway lets nothing begin from outside. A branch interface has no
 * attachment of its own.
 */
export function gatesOf({ instances }: Pick<NetworkFacts, 'instances'>): (item: Interface) => Gate {
  const all = listed('instances', instances);
  const stateOf = (id: string | Unknown): string | Unknown => {
    if (isUnknown(id)) return id;
    const instance = all.find(id);
    return isUnknown(instance) ? instance : instance.state;
  };
  return (item) => {
    const { id, interfaceType, status, instanceId } = item;
    const closed = (says: string, kind = 'network-interface', of = id): Gate => ({
      closed: { kind, id: of, says },
      unless: [],
    });
    if (natTypes.includes(interfaceType)) return closed('a NAT gateway lets nothing begin from outside');
    if (status === 'available') return closed('is attached to nothing');
    const unless = [interfaceType, status].filter(isUnknown).map((why) => unlessOf('networkInterfaces', why));
    if (instanceId === undefined) return { closed: undefined, unless };
    const state = stateOf(instanceId);
    if (isUnknown(state)) return { closed: undefined, unless: [...unless, unlessOf('instances', state)] };
    return alive.includes(state) || isUnknown(instanceId)
      ? { closed: undefined, unless }
      : closed(`is ${state}`, 'instance', instanceId);
  };
}

/** Whether an interface denies all traffic of internet gateways (EC2 API, NetworkInterface `DenyAllIgwTraffic`). */
export function deniesGateways({ id, denyAllIgwTraffic }: Interface): Gate {
  if (isUnknown(denyAllIgwTraffic)) return { closed: undefined, unless: [unlessOf('networkInterfaces', denyAllIgwTraffic)] };
  const step = { kind: 'network-interface', id, says: 'denies all traffic of internet gateways' };
  return { closed: denyAllIgwTraffic ? step : undefined, unless: [] };
}
