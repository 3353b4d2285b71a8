import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { largeNetwork } from './exposure-network.ts';
import type { NetworkSize } from './exposure-size.ts';
import { peakMegabytes } from './peak.ts';
import { head, row } from './table.ts';

/** What must be reached: 20,000 interfaces in this time and memory, on one core; the sizes around it show the growth. */
const aim = { thousands: 20, seconds: 2, megabytes: 500 };
const sizes = [5, 10, aim.thousands, 40];
const times = 5;
const option = '--thousands=';

/**
 * Exposures of networks as they grow, as Markdown for docs/benchmarks.md, each in a process of its own and for the first time: CPU seconds of
 * the thread that computes, and the most memory that the process had, the network itself included. Of each size the run of the median time.
 */
export function exposureReport(): { readonly text: string; readonly missed: boolean } {
  const only = process.argv.find((argument) => argument.startsWith(option));
  if (only !== undefined) return { text: `${JSON.stringify(measured(Number(only.slice(option.length))))}\n`, missed: false };
  const runs = sizes.map((thousands) => {
    const all = Array.from({ length: times }, () => JSON.parse(started(thousands)) as Measured);
    const [median] = all.sort((a, b) => a.seconds - b.seconds).slice(Math.floor(times / 2));
    if (median === undefined) throw new Error('nothing was measured');
    return median;
  });
  const names = ['interfaces', 'groups', 'network ACLs', 'route tables', 'load balancers', 'rows', 'CPU s', 'peak MB'];
  const lines = runs.map(({ cells, seconds, megabytes }) => row([...cells, seconds.toFixed(2), megabytes.toFixed(0)]));
  const judged = runs[sizes.indexOf(aim.thousands)];
  const missed = judged === undefined || judged.seconds > aim.seconds || judged.megabytes > aim.megabytes;
  return { text: head(names) + lines.join(''), missed };
}

interface Measured {
  readonly cells: readonly number[];
  readonly seconds: number;
  readonly megabytes: number;
}

const started = (thousands: number): string =>
  spawnSync(process.execPath, ['tools/bench.ts', 'exposure', `${option}${thousands}`]).stdout.toString();

function measured(thousands: number): Measured {
  const size: NetworkSize = {
    interfaces: thousands * 1000,
    groups: thousands * 75,
    acls: thousands * 15,
    tables: thousands * 25,
    loadBalancers: thousands * 4,
  };
  const network = largeNetwork(size);
  const before = process.threadCpuUsage();
  const { exposures } = exposuresOf(network);
  const { user, system } = process.threadCpuUsage(before);
  const seconds = (user + system) / 1e6;
  const megabytes = peakMegabytes();
  const { interfaces, groups, acls, tables, loadBalancers } = size;
  return { cells: [interfaces, groups, acls, tables, loadBalancers, exposures.length], seconds, megabytes };
}
