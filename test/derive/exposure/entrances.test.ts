import { describe, expect, test } from 'vitest';
import { blockPublicAccessOf } from '../../../shared/derive/exposure/block-public-access.ts';
import { gatewaysOf } from '../../../shared/derive/exposure/gateways.ts';
import { deniesGateways, gatesOf } from '../../../shared/derive/exposure/interfaces.ts';
import { type Unknown, unknown } from '../../../shared/facts/fact.ts';
import type { Stored } from '../../../shared/facts/index.ts';
import { listOf, lost } from './facts.ts';

describe('internet gateways', () => {
  type Gateway = Stored<'internetGateways'>;
  const at = (id: string, vpcId: string, state = 'available'): Gateway => ({ id, attachments: [{ vpcId, state }] });
  const of = (...all: Gateway[]) => gatewaysOf({ internetGateways: listOf(...all) });
  const unlisted = unknown('EC2 does not list the internet gateway that a route names');

  test('that are attached are the way in', () => {
    const gateway = of(at('igw-1', 'vpc-1'), at('igw-2', 'vpc-2', 'attached'))('vpc-1');
    const step = { kind: 'internet-gateway', id: 'igw-1', says: 'attached to vpc-1' };
    expect(gateway).toMatchObject({ id: 'igw-1', unread: unlisted, none: false, step });
    expect(['igw-1', 'igw-2'].map(gateway.isIt)).toEqual([true, false]);
    expect(of(at('igw-2', 'vpc-2', 'attached'))('vpc-2').id).toBe('igw-2');
  });

  test('that are two of a VPC are unknown, by name, and any may be it', () => {
    const gateway = of(at('igw-1', 'vpc-1'), at('igw-2', 'vpc-1'))('vpc-1');
    const says = 'EC2 lists two internet gateways of vpc-1: igw-1 and igw-2';
    const step = { kind: 'internet-gateway', id: 'igw-1', says };
    expect(gateway).toMatchObject({ id: undefined, unread: unknown(says), none: false, step });
    expect(['igw-1', 'igw-9', 'vgw-1'].map(gateway.isIt)).toEqual([true, true, false]);
  });

  test('that are detached are none, and one that is not listed may be another account’s', () => {
    const gateway = of(at('igw-1', 'vpc-1', 'detaching'))('vpc-1');
    const step = { kind: 'internet-gateway', id: 'vpc-1', says: 'not known to be attached' };
    expect(gateway).toMatchObject({ id: undefined, unread: unlisted, none: true, step });
    expect(['igw-1', 'igw-9', 'nat-1'].map(gateway.isIt)).toEqual([false, true, false]);
  });

  test('leave a doubt where the VPC, or an attachment, is not known', () => {
    const all = [at('igw-1', 'vpc-1')];
    expect(of(...all)(lost)).toMatchObject({ id: undefined, unread: lost, none: false, step: { id: '' } });
    const unplaced = of(...all, { id: 'igw-2', attachments: lost })('vpc-2');
    expect(unplaced).toMatchObject({ unread: unknown(`igw-2: ${lost.why}`, 'grant it'), none: false });
    expect(unplaced.isIt('igw-2')).toBe(true);
  });
});

describe('block public access', () => {
  type Settings = Stored<'blockPublicAccess'>;
  type Exclusion = Extract<Settings['exclusions'], readonly unknown[]>[number];
  const exclusion = (changed: Partial<Exclusion>): Exclusion => ({
    id: 'exclusion-1',
    mode: 'allow-bidirectional',
    state: 'create-complete',
    ...changed,
  });
  const of = (settings: Partial<Settings> | Unknown, own?: string | Unknown, vpcId: string | Unknown = 'vpc-1') => {
    const state = own === undefined ? {} : { internetGatewayBlockMode: own };
    const subnet = { id: 'subnet-a', ...state } as unknown as Stored<'subnets'>;
    const value = { mode: 'block-ingress' as const, exclusions: [], ...settings };
    const blockPublicAccess = 'why' in settings ? settings : { known: true as const, value };
    return blockPublicAccessOf({ blockPublicAccess, subnets: listOf(subnet) })('subnet-a', vpcId);
  };
  const step = (id: string, says: string) => ({ kind: 'block-public-access', id, says });
  const closed = {
    blocks: true,
    step: step('region', 'block-ingress, and no exclusion of subnet-a or its VPC is in force'),
  };

  test('of the subnet itself is what counts', () => {
    expect(of({}, 'off')).toEqual({ blocks: false, step: undefined });
    const says = "the subnet's own state is block-bidirectional";
    expect(of({ mode: 'off' }, 'block-bidirectional')).toEqual({ blocks: true, step: step('subnet-a', says) });
    const why = `"${'x'.repeat(64)}" of subnet-a is no mode of block public access`;
    expect(of({}, 'x'.repeat(99))).toEqual({ blocks: unknown(why), step: undefined });
  });

  test('is not known where what counts is not', () => {
    const doubt = { blocks: lost, step: undefined };
    expect([of({}, lost), of(lost), of({ mode: lost }), of({ exclusions: lost })]).toEqual([doubt, doubt, doubt, doubt]);
    expect(of({ mode: 'off', exclusions: lost })).toEqual({ blocks: false, step: undefined });
  });

  test('is lifted by an exclusion of the subnet or its VPC that is in force', () => {
    const lifted = { blocks: false, step: step('exclusion-1', 'excluded from block-ingress') };
    const excluding = (...changed: Partial<Exclusion>[]) => of({ exclusions: changed.map(exclusion) });
    expect([excluding({ subnetId: 'subnet-a' }), excluding({ vpcId: 'vpc-1' })]).toEqual([lifted, lifted]);
    for (const state of ['update-in-progress', 'update-complete', 'update-failed'])
      expect(excluding({ vpcId: 'vpc-1', state })).toEqual(lifted);
    expect(excluding({ subnetId: 'subnet-b' }, { vpcId: 'vpc-2' })).toEqual(closed);
    expect(excluding({ vpcId: 'vpc-1', state: 'delete-complete' })).toEqual(closed);
    expect(excluding({ vpcId: 'vpc-1', mode: 'allow-egress' })).toEqual(closed);
  });

  test('may be lifted by an exclusion of a VPC where that of the subnet is not known', () => {
    const [ofVpc, ofSubnet] = [exclusion({ vpcId: 'vpc-2' }), exclusion({ subnetId: 'subnet-b' })];
    expect(of({ exclusions: [ofSubnet, ofVpc] }, undefined, lost)).toEqual({ blocks: lost, step: undefined });
    expect(of({ exclusions: [ofSubnet] }, undefined, lost)).toEqual(closed);
    expect(of({ exclusions: [ofVpc] })).toEqual(closed);
  });
});

describe('interfaces', () => {
  const one = (changed: object): Stored<'networkInterfaces'> =>
    ({ id: 'eni-1', interfaceType: 'interface', status: 'in-use', ...changed }) as unknown as Stored<'networkInterfaces'>;
  const instance = (id: string, state: string) => ({ id, state }) as unknown as Stored<'instances'>;
  const gate = (changed: object) =>
    gatesOf({ instances: listOf(instance('i-1', 'running'), instance('i-2', 'stopped')) })(one(changed));
  const step = (says: string, kind = 'network-interface', id = 'eni-1') => ({ closed: { kind, id, says }, unless: [] });

  test('answer nothing where they are of a NAT gateway, of nothing, or of an instance that does not run', () => {
    const nat = 'a NAT gateway lets nothing begin from outside';
    expect([gate({ interfaceType: 'natGateway' }), gate({ interfaceType: 'nat_gateway' })]).toEqual([step(nat), step(nat)]);
    expect(gate({ status: 'available' })).toEqual(step('is attached to nothing'));
    expect(gate({ instanceId: 'i-2' })).toEqual(step('is stopped', 'instance', 'i-2'));
    expect([gate({}), gate({ instanceId: 'i-1' })].map(({ closed }) => closed)).toEqual([undefined, undefined]);
  });

  test('may answer nothing where that is not known', () => {
    const unless = (fact: string) => ({ fact, why: lost.why, action: 'grant it' });
    const own = unless('networkInterfaces');
    expect(gate({ interfaceType: lost })).toEqual({ closed: undefined, unless: [own] });
    expect(gate({ status: lost, instanceId: lost })).toEqual({ closed: undefined, unless: [own, unless('instances')] });
    expect(gate({ instanceId: 'i-9' }).unless).toEqual([{ fact: 'instances', why: 'AWS lists no instance i-9' }]);
  });

  test('can deny all that internet gateways bring', () => {
    expect(deniesGateways(one({ denyAllIgwTraffic: true }))).toEqual(step('denies all traffic of internet gateways'));
    expect(deniesGateways(one({ denyAllIgwTraffic: false }))).toEqual({ closed: undefined, unless: [] });
    const unless = [{ fact: 'networkInterfaces', why: lost.why, action: 'grant it' }];
    expect(deniesGateways(one({ denyAllIgwTraffic: lost }))).toEqual({ closed: undefined, unless });
  });
});
