import { describe, expect, test } from 'vitest';
import { answersTo, byClientPort, clientPorts, ownPorts } from '../../../shared/derive/exposure/replies.ts';
import { rowsOf } from '../../../shared/derive/exposure/rows.ts';
import { sourceLists } from '../../../shared/derive/exposure/source-lists.ts';
import {
  answerStage,
  backStage,
  blockStage,
  edgeClosed,
  edgeStage,
  edgeUnread,
  gatewayStage,
  inboundStage,
} from '../../../shared/derive/exposure/stages.ts';
import { allTraffic, everyone, flowTo, isAmong, noTraffic, trafficOf } from '../../../shared/derive/exposure/traffic.ts';
import { unknown } from '../../../shared/facts/fact.ts';
import { icmpFlows, noFlows, portFlows, TCP, UDP } from '../../../shared/net/flow-set.ts';
import { IpSet } from '../../../shared/net/ip-set.ts';
import { allPorts } from '../../../shared/net/port-set.ts';
import { Product } from '../../../shared/net/product.ts';
import { asking, lost, none } from './facts.ts';

const asked = asking('52.0.0.0/8');

describe('a stage that could not be read lets everything through, and says so', () => {
  const said = (fact: string) => ({ traffic: allTraffic, unless: [{ fact, why: lost.why, action: 'grant it' }] });
  const gateway = { id: undefined, isIt: () => false, unread: lost, step: { kind: 'internet-gateway', id: 'vpc-1', says: '' } };
  test.each([
    ['block-public-access', 'subnet-a', blockStage('subnet-a', { blocks: lost, step: undefined }), 'blockPublicAccess'],
    ['network-acl', 'subnet-a', inboundStage('subnet-a', lost), 'networkAcls'],
    ['route-table', 'subnet-a', backStage('subnet-a', lost, () => true), 'routeTables'],
    ['gateway-route-table', 'igw-1', edgeUnread('igw-1', lost), 'routeTables'],
    ['internet-gateway', 'vpc-1', gatewayStage({ ...gateway, none: false }, unknown('x')), 'internetGateways'],
    ['internet-gateway', 'vpc-1', gatewayStage({ ...gateway, none: true }, lost), 'routeTables'],
  ])('%s of %s', (kind, id, stage, fact) => {
    expect(stage).toMatchObject({ kind, id, stops: lost.why, ...said(fact) });
    expect(stage.explain(asked)).toEqual([]);
  });

  test('but what nobody answers is not answered', () => {
    const { kind, id, stops, unless, traffic } = answerStage('subnet-a', lost);
    const words = 'no outbound rule lets an answer out to any client port';
    expect([kind, id, stops, unless]).toEqual(['network-acl', 'subnet-a', words, said('networkAcls').unless]);
    expect(traffic.equals(allTraffic)).toBe(false);
  });
});

describe('a stage that is known', () => {
  const acl = {
    id: 'acl-1',
    inbound: { traffic: noTraffic, explain: () => [] },
    outbound: { traffic: noTraffic, explain: () => [] },
  };
  const nothing = { traffic: noTraffic, unless: [] };
  test('says what it stops', () => {
    const led = { set: IpSet.of([]), unread: undefined };
    const table = { id: 'rtb-1', hops: new Set<string>(), leadingTo: () => led, explain: () => [] };
    const gateway = {
      id: undefined,
      isIt: () => true,
      unread: lost,
      none: true,
      step: { kind: 'internet-gateway', id: 'vpc-1', says: '' },
    };
    expect(gatewayStage(gateway, table)).toMatchObject({ stops: 'no internet gateway is attached to vpc-1', ...nothing });
    expect(inboundStage('subnet-a', acl)).toMatchObject({
      kind: 'network-acl',
      id: 'acl-1',
      stops: 'no inbound rule lets it in',
      ...nothing,
    });
    expect(answerStage('subnet-a', acl)).toMatchObject({ kind: 'network-acl', id: 'acl-1', ...nothing });
    const stops = 'no route leads an answer back to the internet gateway';
    expect(backStage('subnet-a', table, () => true)).toMatchObject({ kind: 'route-table', id: 'rtb-1', stops, ...nothing });
    const nowhere = { kind: 'gateway-route-table', id: 'rtb-1', stops: 'leads these addresses nowhere' };
    expect(edgeClosed('rtb-1')).toMatchObject({ ...nowhere, ...nothing });
  });

  test('is a step of the path where it does something', () => {
    const kind = 'gateway-route-table';
    const [through, straight] = [edgeStage('rtb-1', 'vpce-1'), edgeStage('rtb-1', undefined)];
    expect(through.explain(asked)).toEqual([{ kind, id: 'rtb-1', says: 'leads to vpce-1 first' }]);
    expect([straight.explain(asked), straight.stops]).toEqual([[], 'leads straight to the subnet']);
    const off = blockStage('subnet-a', { blocks: false, step: undefined });
    expect([off.explain(asked), off.id, off.stops, off.kind]).toEqual([[], 'subnet-a', 'off', 'block-public-access']);
    const step = { kind: 'block-public-access', id: 'x-1', says: 'excluded' };
    expect(blockStage('subnet-a', { blocks: false, step }).explain(asked)).toEqual([step]);
  });
});

describe('answers', () => {
  const outbound = trafficOf(portFlows(TCP, allPorts), everyone);
  test('by client port are made once for whole ranges, for each protocol and range', () => {
    const made = byClientPort(outbound, TCP, clientPorts);
    expect(byClientPort(outbound, TCP, clientPorts)).toBe(made);
    expect([made, byClientPort(outbound, TCP, ownPorts)].map(({ boxes }) => boxes)).toEqual([
      [{ left: clientPorts, right: everyone }],
      [{ left: ownPorts, right: everyone }],
    ]);
    expect(byClientPort(outbound, TCP, ownPorts)).toBe(byClientPort(outbound, TCP, ownPorts));
    expect(byClientPort(outbound, UDP, clientPorts).isEmpty()).toBe(true);
    expect(byClientPort(outbound, TCP, allPorts).boxes).toEqual([{ left: allPorts, right: everyone }]);
  });

  test('are of the protocol of what is asked, and of no other', () => {
    const ping = icmpFlows(1, 8, 0);
    const pong = icmpFlows(1, 0, 0);
    const [{ right }] = asked as [(typeof asked)[number]];
    expect(answersTo([{ left: flowTo(TCP, 22), right }])).toEqual([{ left: portFlows(TCP, clientPorts), right }]);
    expect(answersTo([{ left: ping.ok ? ping.value : noFlows, right }])).toEqual([{ left: pong.ok && pong.value, right }]);
  });
});

test('something asked is among flows and peers if any of it is', () => {
  const two = [...asking('53.0.0.0/8'), ...asked];
  expect(isAmong(two, flowTo(TCP, 22), IpSet.ofCidrs('52.1.0.0/16'))).toBe(true);
  expect(isAmong(two, flowTo(TCP, 22), IpSet.ofCidrs('54.1.0.0/16'))).toBe(false);
});

test('sources that are the same in a family are one row, whatever they are in the other', () => {
  const four = IpSet.ofCidrs('52.0.0.0/8');
  const [ssh, web] = [flowTo(TCP, 22), flowTo(TCP, 80)];
  const both = Product.of([
    { left: ssh, right: four },
    { left: web, right: four.union(IpSet.ofCidrs('2a01::/16')) },
  ]);
  const rows = rowsOf(both, 'v4', sourceLists({ routeTables: none }));
  const ports = [
    [22, 22],
    [80, 80],
  ];
  expect(rows.map(({ shown }) => shown)).toStrictEqual([{ protocol: 'tcp', ports, sources: ['52.0.0.0/8'], internet: false }]);
  const ping = rowsOf(trafficOf(portFlows(TCP, allPorts), four).union(allTraffic), 'v6', sourceLists({ routeTables: none }));
  expect(ping.map(({ shown }) => [shown.protocol, 'ports' in shown])).toEqual([
    ['tcp', true],
    ['udp', true],
    ['icmp', false],
    ['icmpv6', false],
    ['other', false],
  ]);
});
