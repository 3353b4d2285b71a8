import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Aws } from '../shared/clients/aws.ts';
import { PROBE_LIMITS, systemNetwork } from '../shared/clients/probe/network.ts';
import { createPace, PROBE_PACE } from '../shared/clients/probe/pace.ts';
import { canonical, isOfInternet } from '../shared/stages/probe/owned.ts';
import { createProber, type Prober } from '../shared/stages/probe/prober.ts';
import { type Io, UsageError } from './io.ts';

/** Flags of what tries exposures. */
export interface ProbeOptions {
  readonly probe?: true;
  readonly probeFrom?: string;
}

const { most, perSecond, atOnce } = PROBE_PACE;

export function addProbeOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--probe',
        `try what the internet is computed to reach, from here: TCP connections, TLS handshakes, and at API endpoints GETs without credentials; own addresses only, never a range; at most ${most} connections, ${perSecond} a second, ${atOnce} at once`,
      ),
    )
    .addOption(
      new Option('--probe-from <address>', 'the address from which the internet sees this machine').argParser(address),
    );
}

function address(text: string): string {
  const one = canonical(text);
  if (one === undefined || !isOfInternet(one))
    throw new InvalidArgumentError('It is no address of the internet: give the one from which others see this machine.');
  return one;
}

/** @throws UsageError for an address without the probe that it is about */
export function checkProbeOptions({ probe, probeFrom }: ProbeOptions): void {
  if (probeFrom !== undefined && probe === undefined)
    throw new UsageError('--probe-from says where probes come from, and there are none; add --probe');
}

/** The prober of a run, where one was asked for. */
export function proberOf(io: Io, aws: Aws, { probe, probeFrom }: ProbeOptions): Prober | undefined {
  if (probe === undefined) return undefined;
  const { network = systemNetwork, limits = PROBE_LIMITS, pace, permits } = io.probing ?? {};
  return createProber(aws, {
    tools: { network, limits, signal: io.signal },
    pace: pace ?? createPace(PROBE_PACE, undefined, io.signal),
    from: probeFrom,
    permits,
  });
}

/** Says in a line what came of the probes. */
export function narrate(io: Io, prober: Prober | undefined): void {
  if (prober === undefined) return;
  const { connected, refused, unreachable, disagreements, ...counts } = prober.counts();
  const parts = [
    `${connected} accepted a connection`,
    `${refused} refused one`,
    `${counts['timed-out']} did not answer`,
    ...(unreachable > 0 ? [`${unreachable} could not be reached from this machine`] : []),
    `${counts['not-probed']} not tried`,
  ];
  const contradicted = disagreements > 0 ? `; ${disagreements} contradict what was computed` : '';
  io.err(`probes: ${parts.join(', ')}${contradicted}\n`);
}
