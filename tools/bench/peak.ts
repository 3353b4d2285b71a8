import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';

/**
 * The most memory that this process had at a time, in MB: Linux's VmHWM (proc(5), /proc/pid/status), else getrusage's ru_maxrss, which on
 * Linux counts what the process had before exec: the memory of whoever started it.
 */
export function peakMegabytes(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) / 1024;
}
