import { bounded } from '../text.ts';
import { number } from '../words.ts';
import type { ExposureRow, PortRange, ProbeResult, Step, UnknownExposure, Unless } from './row.ts';

/** An exposure as people read it. Lists are shortened with a count: `--format json` has them whole. */

const mostSources = 4;
const mostRanges = 8;
const mostSteps = 14;
const longestStep = 160;
const lastPort = 65_535;

/** "a, b, c and 12 more". */
function shortened(texts: readonly string[], most: number): string {
  const rest = texts.length - most;
  return rest > 0 ? `${texts.slice(0, most).join(', ')} and ${number(rest)} more` : texts.join(', ');
}

/** "tcp 22, 30000-32767", "udp, every port", "icmp". */
export function service({ protocol, ports }: Pick<ExposureRow, 'protocol' | 'ports'>): string {
  const name = protocol === 'other' ? 'other protocols' : protocol;
  return ports === undefined ? name : `${name}${portsOf(ports)}`;
}

function portsOf(ports: readonly PortRange[]): string {
  if (ports.some(([from, to]) => from === 0 && to === lastPort)) return ', every port';
  return ` ${shortened(
    ports.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)),
    mostRanges,
  )}`;
}

const mostProbes = 6;

/** What came of each port that was tried. Of several interfaces the outcome is the same, and the address each one's own. */
export function probed({ probe = [], via }: Pick<ExposureRow, 'probe' | 'via'>, several: boolean): readonly string[] {
  const lines = probe.slice(0, mostProbes).map((one) => {
    const { port, outcome, says, tls, anonymous } = one;
    const old = tls === undefined ? [] : [`${tls.accepted.join(', ')}${certificate(tls)}`];
    const open = (anonymous ?? []).filter(({ status }) => status >= 200 && status < 300).map(({ path }) => path);
    const shown = anonymous === undefined ? [] : [`without credentials: ${open.length === 0 ? 'nothing' : open.join(', ')}`];
    return [
      `tcp ${port} ${several && via === 'direct' && outcome !== 'not-probed' ? outcome.replaceAll('-', ' ') : says}`,
      ...old,
      ...shown,
    ].join('; ');
  });
  return probe.length > mostProbes ? [...lines, `and ${number(probe.length - mostProbes)} more ports`] : lines;
}

function certificate({ chain: [own], matches, problem }: NonNullable<ProbeResult['tls']>): string {
  const until = own === undefined ? '' : `, certificate until ${own.notAfter.slice(0, 10)}`;
  return `${until}${matches ? '' : ', not for this name'}${problem === undefined ? '' : `, ${problem}`}`;
}

/** Who can reach it: "from the internet", or the CIDRs. */
export const sources = ({ internet, sources }: Pick<ExposureRow, 'internet' | 'sources'>): string =>
  internet ? 'from the internet' : `from ${shortened(sources, mostSources)}`;

/** Through which load balancer, and to which targets behind it. Of an ARN, what tells it from others of its Region. */
export function through({ via, to }: Pick<ExposureRow, 'via' | 'to'>, targets: string): string {
  if (via === 'direct') return '';
  const behind =
    to === undefined
      ? ''
      : `, to ${portsOf(to.ports)
          .replace(/^,? (?=\d)/, 'port ')
          .replace(/^, /, '')} of ${targets}`;
  return ` · through ${nameIn(via)}${behind}`;
}

/** Of an ARN, what tells it from others of its Region and account. */
export const nameIn = (id: string): string => /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:loadbalancer\/)?(.+)$/s.exec(id)?.[1] ?? id;

/** "internet → igw-1 … → rtb-1 … → acl-1 … → sg-1 …": the id of each step, and what it says. */
export function way(path: readonly Step[]): string {
  const steps = path.slice(0, mostSteps).map(step);
  const rest = path.length - steps.length;
  return ['internet', ...steps, ...(rest > 0 ? [`${number(rest)} more`] : [])].join(' → ');
}
/** As long as a way can be. */
export const longestWay = (mostSteps + 2) * (longestStep + 4);

/** What a gateway is attached to, and which interface this is, follows from what is around them. */
function step({ kind, id, says }: Step): string {
  if (kind === 'internet-gateway') return bounded(id, longestStep - 1);
  return bounded(kind === 'network-interface' || says.includes(id) ? says : `${nameIn(id)} ${says}`, longestStep - 1);
}

/** What was not read and may forbid it. */
export const unless = ({ fact, why, action }: Unless): string =>
  `unless forbidden by ${words(fact)}, which could not be read: ${why}${action === undefined ? '' : `; ${action}`}`;

/** The name of a fact as words: "network ACLs". */
const words = (fact: string): string =>
  fact.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/\bacls\b/, 'ACLs');

/** "eu-central-1 · 111122223333". */
export const placeOf = ({ account, region }: UnknownExposure['target']): string =>
  region === undefined ? `account ${account}` : `${region} · ${account}`;
