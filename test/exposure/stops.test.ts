import { expect, test } from 'vitest';
import type { Step } from '../../shared/derive/exposure/exposure.ts';
import { reach } from '../../shared/derive/exposure/reach.ts';
import { IpSet } from '../../shared/net/ip-set.ts';
import { internet } from '../../shared/net/reserved.ts';
import { expectGolden } from '../golden/golden.ts';
import { factsOf } from './facts-of.ts';
import { traps } from './walker/traps.ts';
import { worldOf } from './walker/world.ts';

const inWords = ({ kind, id, says }: Step): string => `  ${kind} ${id}: ${says}`;
/** What targets behind the load balancers of the traps listen on. */
const behind = 8080;

test('what stops a packet is said in words, and what would open the way', async () => {
  const said: string[] = [];
  for (const { name, estate, packets } of traps) {
    const world = worldOf(estate);
    const { packet } = packets.find(({ reachable, packet: { flow } }) => !reachable && flow.protocol === 6) ?? {};
    const id = world.networkInterfaces[0]?.NetworkInterfaceId;
    if (packet === undefined || id === undefined) continue;
    const from = IpSet.ofCidrs(`${packet.source}/${packet.source.includes(':') ? 128 : 32}`).intersect(internet);
    if (from.isEmpty()) continue;
    const port = 'address' in packet.to ? (packet.flow.port ?? 0) : behind;
    const answer = reach(await factsOf(world), { from, to: { kind: 'interface', id }, port, protocol: 'tcp' });
    if (answer.reachable) continue;
    expect(answer.unknown).toEqual([]);
    said.push(`# ${name}: ${id}, port ${port}, from ${packet.source}`, ...answer.stoppedBy.map(inWords));
    if (answer.change !== undefined) said.push(`to ${answer.change.to}:`, ...answer.change.steps.map(inWords));
  }
  expectGolden('exposure/stops.txt', `${said.join('\n')}\n`);
});
