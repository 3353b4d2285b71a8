/** What rows of exposure lead to of a Service: its own port, and what listens behind it. */
import type { Item } from '../facts/index.ts';
import type { Severity } from './check.ts';
import { dangerous } from './reachable-services.ts';
import type { Met, Reached } from './reached-words.ts';
import { portSet } from './reached-words.ts';

type Service = Item<'serviceExposures'>;
type Port = Service['ports'][number];

/**
 * Each dialled port of a row by the Service's port that it is: a known service behind it (by its port or its target's, whatever the port of
 * the node) is as bad as in the open.
 * @param dialled which of a port's numbers a client dials
 * @param otherwise the severity of what is none of the known services
 */
export const meetingService =
  ({ ports }: Service, dialled: (port: Port) => number | undefined, otherwise: Severity) =>
  ({ protocol, ports: own = [] }: Reached): readonly Met[] => {
    if (protocol !== 'tcp' && protocol !== 'udp') return [];
    return own.flatMap(([number]): Met[] => {
      const port = ports.find((one) => one.protocol === protocol && dialled(one) === number);
      if (port === undefined || number === undefined) return [];
      const numbers = [port.port, port.targetPort ?? port.port];
      const known = dangerous.find(({ [protocol]: asked }) => numbers.some((one) => asked.contains(one)));
      const name = `${known === undefined ? '' : `${known.name} at `}port ${number} (${protocol})`;
      return [{ name, ports: portSet([[number, number]]), severity: known?.severity ?? otherwise }];
    });
  };
