import { isUnknown, type Unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation } from './derive.ts';
import { split } from './lists/split.ts';
import { balancersBy } from './services/balancers.ts';

type Item = Stored<'serviceExposures'>;
type Service = Stored<'services'>;
type Row = Stored<'exposures'>['rows'][number];
type Port = Item['ports'][number];

/** What a load balancer may lead to. */
const roles = ['node', 'pod', 'control-plane', 'load-balancer'] as const;

/** Services of type LoadBalancer, and those with ports on nodes, each with the rows of exposure that come in by its own ports. */
export const serviceExposures = derivation('serviceExposures', (inputs): Fact<'serviceExposures'> => {
  const { services, exposures, settings } = inputs;
  if (!services.known) return services;
  if (!settings.known) return settings;
  const platform = new Set(settings.value.platformNamespaces);
  const balancersOf = balancersBy(inputs);
  const direct = exposures.known ? exposures.value.rows.filter(({ role, via }) => role === 'node' && via === 'direct') : [];
  const items = services.items.filter(isOutward).map((service): Item => {
    const ports = service.ports.map(portOf);
    const addresses = service.ingress.flatMap(({ hostname, ip }) => hostname ?? ip ?? []);
    const balancers = addresses.length === 0 ? [] : balancersOf(addresses);
    const arns = new Set(isUnknown(balancers) ? [] : balancers.map(({ arn }) => arn));
    const through = exposures.known ? exposures.value.rows.filter(({ via }) => arns.has(via)) : [];
    const { namespace, name, type, loadBalancerSourceRanges: sourceRanges } = service;
    return {
      ...{ namespace, name, type, ports, addresses, balancers },
      platform: platform.has(namespace),
      ...(sourceRanges === undefined ? {} : { sourceRanges }),
      through: { ...split(atPorts(through, ports, ({ port }) => port)), complete: completeOf(exposures, roles) },
      nodes: { ...split(atPorts(direct, ports, ({ nodePort }) => nodePort)), complete: completeOf(exposures, ['node']) },
    };
  });
  return { known: true, items, missing: services.missing };
});

const isOutward = ({ type, ports }: Service): boolean =>
  type === 'LoadBalancer' || ports.some(({ nodePort }) => nodePort !== undefined && nodePort !== 0);

const portOf = ({ protocol, port, targetPort, nodePort }: Service['ports'][number]): Port => ({
  protocol: protocol.toLowerCase(),
  port,
  ...(typeof targetPort === 'number' ? { targetPort } : {}),
  ...(nodePort === undefined || nodePort === 0 ? {} : { nodePort }),
});

/** Rows that come in by ports of the Service, each with those of its ports only. */
const atPorts = (rows: readonly Row[], ports: readonly Port[], of: (port: Port) => number | undefined): Row[] =>
  rows.flatMap((row): Row[] => {
    const own = ports.flatMap((port) => {
      const number = of(port);
      const isIn = number !== undefined && (row.ports ?? []).some(([from, to]) => from <= number && number <= to);
      return isIn && port.protocol === row.protocol ? [number] : [];
    });
    if (own.length === 0) return [];
    return [{ ...row, ports: own.sort((a, b) => a - b).map((number): [number, number] => [number, number]) }];
  });

function completeOf(exposures: Fact<'exposures'>, of: readonly (typeof roles)[number][]): true | Unknown {
  if (!exposures.known) return exposures;
  return of.map((role) => exposures.value.complete[role]).find(isUnknown) ?? true;
}
