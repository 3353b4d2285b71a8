import { IntervalSet } from '../net/interval-set.ts';
import { formatPorts, noPorts, type PortSet } from '../net/port-set.ts';
import type { Severity } from './check.ts';
import { services } from './known-services.ts';
import type { Openings, PortsOf } from './openings.ts';
import { transports } from './openings.ts';
import { rank } from './severity.ts';
import { portWords } from './words.ts';

/** One thing that is open to the internet. */
export interface Finding {
  readonly range: 'internet' | 'large';
  readonly severity: Severity;
  readonly says: string;
}

/** Port 0 is hardly ever meant: a rule for 1-65535 opens every port. */
const everyPort: PortSet = IntervalSet.of([{ from: 1, to: 65_535 }]);

/** What openings mean on interfaces of these roles, the worst first (see security-groups/open-to-internet). */
export function findingsOf({ internet, large }: Openings, roles: readonly string[]): readonly Finding[] {
  const only = (role: string) => roles.every((other) => other === role);
  const whole = transports.filter((transport) => everyPort.isSubsetOf(internet[transport]));
  // Where every port is open, there is no point in naming some.
  const partly = (open: PortsOf): PortsOf => ({
    tcp: whole.includes('tcp') ? noPorts : open.tcp,
    udp: whole.includes('udp') ? noPorts : open.udp,
  });
  const findings: readonly Finding[] = [
    ...whole.map((transport) => finding('internet', only('load-balancer') ? 'medium' : 'high', `every ${transport} port`)),
    ...ofServices(partly(internet)).map(({ severity, says }) => finding('internet', severity, says)),
    ...(only('load-balancer') ? [] : otherPorts(partly(internet)).map((says) => finding('internet', 'low', says))),
    ...ofServices(partly(large)).map(({ severity, says }) => finding('large', severity === 'low' ? 'low' : 'medium', says)),
  ];
  const capped = only('control-plane') ? findings.map(({ range, says }) => finding(range, 'low', says)) : findings;
  return [...capped].sort((a, b) => rank(b.severity) - rank(a.severity));
}

const finding = (range: Finding['range'], severity: Severity, says: string): Finding => ({ range, severity, says });

/** The known services of which a port is open, each with the ports that are. */
function ofServices(open: PortsOf): readonly { readonly severity: Severity; readonly says: string }[] {
  const some = transports.filter((transport) => !open[transport].isEmpty());
  if (some.length === 0) return [];
  return services.flatMap(({ name, severity, ...ports }) => {
    const reached = some
      .map((transport) => [transport, ports[transport].intersect(open[transport])] as const)
      .filter(([, set]) => !set.isEmpty())
      .map(([transport, set]) => `${transport} ${formatPorts(set)}`);
    return reached.length === 0 ? [] : [{ severity, says: `${name} (${reached.join(', ')})` }];
  });
}

const named: PortsOf = {
  tcp: IntervalSet.unionOf(services.map(({ tcp }) => tcp)),
  udp: IntervalSet.unionOf(services.map(({ udp }) => udp)),
};

/** Open ports of no known service. */
function otherPorts(open: PortsOf): readonly string[] {
  return transports.flatMap((transport) => {
    const rest = open[transport].subtract(named[transport]);
    return rest.isEmpty() ? [] : [`${transport} ${portWords(rest)}`];
  });
}
