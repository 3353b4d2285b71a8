import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { largeNetwork } from './exposure-network.ts';
import type { NetworkSize } from './exposure-size.ts';
import { head, row } from './table.ts';

/** What must be reached: the largest network in this time and memory, on one core. */
const aim = { seconds: 2, megabytes: 500 };
const largest = 20;
const option = '--thousands=';

/**
 * Exposures of networks as they grow, as Markdown for docs/benchmarks.md, each in a process of its own and for the first time: CPU seconds of
 * the thread that computes, and the most memory that the process had, the network itself included.
 */
export function exposureReport(): { readonly text: string; readonly missed: boolean } {
  const only = process.argv.find((argument) => argument.startsWith(option));
  if (only !== undefined) return measured(Number(only.slice(option.length)));
  const runs = [1, 4, 10, largest].map((thousands) => {
    const { stdout, status } = spawnSync(process.execPath, ['tools/bench.ts', 'exposure', `${option}${thousands}`]);
    return { text: stdout.toString(), missed: status !== 0 };
  });
  const names = ['interfaces', 'groups', 'network ACLs', 'route tables', 'load balancers', 'rows', 'CPU s', 'peak MB'];
  return { text: head(names) + runs.map(({ text }) => text).join(''), missed: runs.some(({ missed }) => missed) };
}

function measured(thousands: number): { readonly text: string; readonly missed: boolean } {
  const size: NetworkSize = {
    interfaces: thousands * 1000,
    groups: thousands * 75,
    acls: thousands * 15,
    tables: thousands * 25,
    loadBalancers: thousands * 4,
  };
  const network = largeNetwork(size);
  const started = process.threadCpuUsage();
  const { exposures } = exposuresOf(network);
  const { user, system } = process.threadCpuUsage(started);
  const seconds = (user + system) / 1e6;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const { interfaces, groups, acls, tables, loadBalancers } = size;
  const cells = [interfaces, groups, acls, tables, loadBalancers, exposures.length, seconds.toFixed(2), megabytes.toFixed(0)];
  return { text: row(cells), missed: seconds > aim.seconds || megabytes > aim.megabytes };
}
