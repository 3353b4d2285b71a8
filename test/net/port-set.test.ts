import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IntervalSet } from '../../shared/net/interval-set.ts';
import { allPorts, formatPorts, noPorts, type PortSet, parsePorts, portRange } from '../../shared/net/port-set.ts';

const port = fc.oneof(fc.nat(65_535), fc.nat(30), fc.constantFrom(0, 65_535));
const ports = fc
  .array(
    fc.tuple(port, port).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
    { maxLength: 6 },
  )
  .map((ranges): PortSet => IntervalSet.of(ranges));

describe('port sets', () => {
  it('read back what they write', () => {
    fc.assert(
      fc.property(ports, (set) => {
        if (set.isEmpty()) expect(formatPorts(set)).toBe('none');
        else expect(parsePorts(formatPorts(set))).toEqual({ ok: true, value: set });
      }),
    );
  });

  it.each([
    ['22', [[22, 22]]],
    ['0', [[0, 0]]],
    ['0-65535', [[0, 65_535]]],
    [
      '22, 2379-2380',
      [
        [22, 22],
        [2379, 2380],
      ],
    ],
    [
      '2379-2380,22',
      [
        [22, 22],
        [2379, 2380],
      ],
    ],
    ['1-3,4, 2', [[1, 4]]],
    ['80-80', [[80, 80]]],
  ] as [string, [number, number][]][])('%j is a list of ports', (text, ranges) => {
    const read = parsePorts(text);
    expect(read.ok && read.value.ranges()).toEqual(ranges.map(([from, to]) => ({ from, to })));
  });

  it.each([
    '',
    ' ',
    ',',
    '22,',
    ',22',
    '22,,23',
    '22,  23',
    ' 22',
    '22 ',
    '22 ,23',
    '022',
    '00',
    '65536',
    '99999999999',
    '-1',
    '1-',
    '-',
    '2-1',
    '1-65536',
    '1--2',
    '1-2-3',
    '1 - 2',
    '0x16',
    '1e3',
    '2２',
    'ssh',
    'all',
    'none',
    '22;23',
    '22\n',
  ])('%j is not a list of ports', (text) => {
    expect(parsePorts(text)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^".*" is not a list of ports: write numbers from 0 to 65535, such as 22, 2379-2380$/),
    });
  });

  it('does not read an endless list', () => {
    const text = `${'1,'.repeat(499)}12`;
    expect(text).toHaveLength(1_000);
    expect(parsePorts(text).ok).toBe(true);
    expect(parsePorts(`${text}3`)).toMatchObject({
      problem: expect.stringContaining('..." is not a list of ports: it is longer than 1000 characters'),
    });
  });

  it('are written in the shortest way', () => {
    expect(
      formatPorts(
        IntervalSet.of([
          { from: 2379, to: 2379 },
          { from: 22, to: 22 },
          { from: 2380, to: 2380 },
        ]),
      ),
    ).toBe('22, 2379-2380');
    expect(formatPorts(allPorts)).toBe('0-65535');
    expect(formatPorts(noPorts)).toBe('none');
  });

  it.each([
    [0, 0],
    [0, 65_535],
    [22, 22],
    [30_000, 32_767],
  ])('a rule may open %d to %d', (from, to) => {
    expect(portRange(from, to)).toEqual({ ok: true, value: IntervalSet.of([{ from, to }]) });
  });

  it.each([
    [-1, -1],
    [-1, 22],
    [23, 22],
    [0, 65_536],
    [65_536, 65_536],
    [1.5, 2],
    [1, 2.5],
    [Number.NaN, 1],
    [1, Number.NaN],
  ])('no rule opens %d to %d', (from, to) => {
    const problem = `"${from}-${to}" is not a range of ports: two whole numbers from 0 to 65535, the lower first`;
    expect(portRange(from, to)).toEqual({ ok: false, problem });
  });
});
