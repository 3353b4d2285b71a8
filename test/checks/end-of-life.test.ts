import { describe, expect, it } from 'vitest';
import { containerd, daysUntil, kernels, maintainedByAws, operatingSystems } from '../../shared/checks/end-of-life.ts';

const nameOf = (osImage: string) => operatingSystems.find(({ reported }) => reported.test(osImage))?.name;

describe('operating systems', () => {
  it.each([
    ['Amazon Linux 2', 'Amazon Linux 2'],
    ['Amazon Linux 2 (Karoo)', 'Amazon Linux 2'],
    ['Amazon Linux 2023.9.20260801', 'Amazon Linux 2023'],
    ['Amazon Linux 2027', undefined],
    ['Ubuntu 22.04.5 LTS', 'Ubuntu 22.04'],
    ['Debian GNU/Linux 12 (bookworm)', 'Debian 12'],
    ['Bottlerocket OS 1.64.0 (aws-k8s-1.34)', undefined],
    ['My Amazon Linux 2', undefined],
  ])('%s is %s', (osImage, name) => {
    expect(nameOf(osImage)).toBe(name);
  });
});

it('dates are dates', () => {
  for (const end of [...operatingSystems.map((one) => one.end), ...containerd.values(), ...kernels.values()])
    expect(new Date(end).toISOString().slice(0, 10)).toBe(end);
});

it('a day counts to its end', () => {
  expect(daysUntil('2026-06-30', '2026-06-30T23:00:00.000Z')).toBe(0);
  expect(daysUntil('2026-06-30', '2026-07-01T00:00:00.000Z')).toBe(-1);
  expect(daysUntil('2026-06-30', '2026-06-29T12:00:00.000Z')).toBe(1);
});

it.each([
  ['Amazon Linux 2023.9', true],
  ['Bottlerocket (EKS Auto, Standard) 2026.8.1', true],
  ['Ubuntu 24.04', false],
])('%s is maintained by AWS: %s', (osImage, expected) => {
  expect(maintainedByAws(osImage)).toBe(expected);
});
