import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guard, UnknownMember } from '../../shared/engine/guard.ts';
import { unknown } from '../../shared/facts/fact.ts';

const denied = unknown('AccessDenied: ec2:DescribeSubnets', 'ec2:DescribeSubnets');
const read = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], value);

describe('guard', () => {
  it('throws where an unknown member is read, and says which fact it is of', () => {
    const guarded = guard({ vpcId: denied, id: 'subnet-a' }, 'subnets');
    expect(guarded.id).toBe('subnet-a');
    let thrown: unknown;
    try {
      read(guarded, 'vpcId');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(UnknownMember);
    expect(thrown).toMatchObject({ unknown: denied, fact: 'subnets', message: denied.why });
  });

  it('throws at any depth, and not on the way there', () => {
    const guarded = guard([{ id: 'a', key: { state: denied, owner: '1' } }], 'keys');
    expect(read(guarded, 0, 'key', 'owner')).toBe('1');
    expect(() => read(guarded, 0, 'key', 'state')).toThrow(UnknownMember);
  });

  it('throws as well where a member is copied, spread or serialised', () => {
    const guarded = guard({ vpcId: denied }, 'subnets');
    expect(() => ({ ...guarded })).toThrow(UnknownMember);
    expect(() => JSON.stringify(guarded)).toThrow(UnknownMember);
    expect(() => Object.values(guarded)).toThrow(UnknownMember);
    expect(Object.keys(guarded)).toEqual(['vpcId']);
  });

  it('shows every member of what it copies, known or not', () => {
    const guarded = guard({ key: { state: denied, owner: '1' }, id: 'a' }, 'keys');
    expect(Object.keys(guarded)).toEqual(['key', 'id']);
    expect(Object.keys(guarded.key)).toEqual(['state', 'owner']);
    expect({ ...guarded }.id).toBe('a');
  });

  it('copies nothing that lacks nothing', () => {
    const whole = { id: 'a', list: [{ id: 'b' }], none: null, undefined };
    const list = [whole, { id: 'c', vpcId: denied }];
    const guarded = guard(list, 'subnets');
    expect(guarded === list).toBe(false);
    expect(guarded[0]).toBe(whole);
    expect(guard([whole], 'subnets')[0]).toBe(whole);
    expect(guard(whole, 'subnets')).toBe(whole);
  });

  it('guards what is guarded no second time', () => {
    const guarded = guard({ vpcId: denied }, 'subnets');
    expect(guard(guarded, 'instances')).toBe(guarded);
    expect(guard([guarded], 'instances')[0]).toBe(guarded);
    expect(() => read(guard({ subnet: guarded }, 'instances'), 'subnet', 'vpcId')).toThrow(
      expect.objectContaining({ fact: 'subnets' }),
    );
  });

  it('leaves its argument as it was', () => {
    const item = { vpcId: denied, tags: { a: 'b' } };
    guard([item], 'subnets');
    expect(item).toEqual({ vpcId: denied, tags: { a: 'b' } });
  });

  it('takes a tag that looks like an unknown for a tag, and keeps a member called __proto__', () => {
    const tags = JSON.parse('{"known":"false","why":"x","__proto__":"y"}') as Record<string, string>;
    const guarded = guard({ tags, vpcId: denied }, 'subnets');
    expect(guarded.tags).toBe(tags);
    const hostile = JSON.parse(`{"__proto__":${JSON.stringify(denied)},"id":"a"}`) as Record<string, unknown>;
    expect(() => Object.values(guard(hostile, 'subnets'))).toThrow(UnknownMember);
    expect(Object.getPrototypeOf(guard(hostile, 'subnets'))).toBe(Object.prototype);
  });

  it('is the same value but for what is unknown', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!JSON.stringify(value).includes('"why"'));
        expect(guard({ value, gap: denied }, 'subnets').value).toEqual(value);
      }),
    );
  });

  it.each([undefined, null, 0, '', 'text', true])('returns %s as it is', (value) => {
    expect(guard(value, 'clock')).toBe(value);
  });
});
