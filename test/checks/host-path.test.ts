import { expect, test } from 'vitest';
import { cleaned } from '../../shared/checks/host-path.ts';

test('a path through the root of a process is the path behind it, however often, and no stack is deep enough for more', () => {
  expect(cleaned(`${'/proc/1/root'.repeat(50_000)}/var/run/docker.sock`)).toBe('/run/docker.sock');
  expect(cleaned('/proc/1/root/proc/self/root')).toBe('/');
  expect(cleaned('/proc/1/root/proc/1/rootx')).toBe('/proc/1/rootx');
});
