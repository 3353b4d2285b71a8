import { describe, expect, test } from 'vitest';
import { type CompiledAcl, networkAclsOf } from '../../../shared/derive/exposure/network-acls.ts';
import { isUnknown, type Unknown, unknown } from '../../../shared/facts/fact.ts';
import type { Stored } from '../../../shared/facts/index.ts';
import { icmpFlows, portFlows, TCP } from '../../../shared/net/flow-set.ts';
import { allPorts } from '../../../shared/net/port-set.ts';
import { asking, listOf, lost } from './facts.ts';

type Acl = Stored<'networkAcls'>;
type Entry = Extract<Acl['entries'], readonly unknown[]>[number];

const entry = (ruleNumber: number, changed: Partial<Entry> = {}): Entry => ({
  ruleNumber,
  egress: false,
  ruleAction: 'allow',
  protocol: '6',
  cidr: '0.0.0.0/0',
  portRange: { from: ruleNumber, to: ruleNumber },
  ...changed,
});
const acl = (id: string, entries: Entry[], subnetIds: Acl['subnetIds'] = ['subnet-a']): Acl => ({
  id,
  vpcId: 'vpc-1',
  isDefault: false,
  subnetIds,
  entries,
});
const of = (...acls: Acl[]): CompiledAcl | Unknown => networkAclsOf({ networkAcls: listOf(...acls) })('subnet-a');
function compiled(...entries: Entry[]): CompiledAcl {
  const found = of(acl('acl-1', entries));
  if (isUnknown(found)) throw new Error(found.why);
  return found;
}
const saying = ({ explain }: CompiledAcl['inbound'], asked = asking('52.0.0.0/8')) => explain(asked).map(({ says }) => says);

describe('the network ACL of a subnet', () => {
  test('is unknown where two are its own, by name', () => {
    const why = 'EC2 lists two network ACLs of subnet-a: acl-1 and acl-2';
    expect(of(acl('acl-1', []), acl('acl-2', []))).toEqual(unknown(why));
  });

  test('is unknown where none is, and may be one that is placed nowhere', () => {
    expect(of(acl('acl-1', [], ['subnet-b']))).toEqual(unknown('EC2 lists no network ACL of subnet-a'));
    expect(of(acl('acl-1', [], ['subnet-b']), acl('acl-2', [], lost))).toEqual(lost);
    expect(of(acl('acl-1', [], lost), acl('acl-2', []))).toMatchObject({ id: 'acl-2' });
  });

  test.each<[Partial<Entry>, string]>([
    [{ cidr: undefined }, 'network ACL acl-1, rule 1: "" is not a CIDR'],
    [{ ruleAction: 'x'.repeat(99) }, `network ACL acl-1, rule 1: "${'x'.repeat(64)}" is neither allow nor deny`],
    [{ protocol: 'six' }, 'network ACL acl-1, rule 1: "six" is not a protocol'],
  ])('is unknown where an entry is %o', (changed, why) => {
    const { cidr, ...others } = { ...entry(1), ...changed };
    const found = of(acl('acl-1', [cidr === undefined ? others : { ...others, cidr }]));
    expect(isUnknown(found) ? found.why : 'known').toContain(why);
  });
});

describe('what the entries of a network ACL let through', () => {
  test('is said with number, flows and peer, four entries at most', () => {
    const { inbound, outbound } = compiled(
      ...[1, 2, 3, 4, 5].map((ruleNumber) => entry(ruleNumber)),
      entry(7, { egress: true, ruleAction: 'allow', protocol: '-1' }),
    );
    expect(saying(inbound)).toEqual([1, 2, 3, 4].map((port) => `inbound rule ${port} allows tcp ${port} from 0.0.0.0/0`));
    expect(outbound.explain(asking('52.0.0.0/8'))).toEqual([
      { kind: 'network-acl', id: 'acl-1', says: 'outbound rule 7 allows all protocols to 0.0.0.0/0' },
    ]);
  });

  test('is said of IPv6 by its own block', () => {
    const { cidr: _, ...six } = entry(1, { ipv6Cidr: '::/0' });
    expect(saying(compiled(six).inbound, asking('2a01::/16'))).toEqual(['inbound rule 1 allows tcp 1 from ::/0']);
  });

  test('is of ICMP a type and a code', () => {
    const { portRange: _, ...ping } = entry(1, { protocol: '1', icmp: { type: 8, code: 0 } });
    const { inbound } = compiled(ping);
    expect(inbound.traffic.boxes.map(({ left }) => ({ ok: true, value: left }))).toEqual([icmpFlows(1, 8, 0)]);
    expect(saying(inbound)).toEqual(['inbound rule 1 allows icmp type 8 code 0 from 0.0.0.0/0']);
  });

  test('is not what an earlier entry denies, and an entry is said as far as it is left', () => {
    const { inbound } = compiled(
      entry(1, { ruleAction: 'deny', cidr: '52.0.0.0/8', portRange: { from: 0, to: 100 } }),
      entry(2, { portRange: { from: 80, to: 200 } }),
    );
    const whole = ['inbound rule 2 allows tcp 80-200 from 0.0.0.0/0'];
    expect(saying(inbound, asking('52.0.0.0/8', portFlows(TCP, allPorts)))).toEqual(whole);
    expect(saying(inbound, asking('53.0.0.0/8'))).toEqual(whole);
    const low = compiled(entry(1, { ruleAction: 'deny', cidr: '52.0.0.0/8' }), entry(2, { portRange: { from: 1, to: 1 } }));
    expect(saying(low.inbound)).toEqual([]);
    expect(saying(low.inbound, asking('53.0.0.0/8'))).toHaveLength(1);
  });
});
