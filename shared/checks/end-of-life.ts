/**
 * Until when others maintain what nodes run. Dates are their publishers'; where only a month is published it is the month's last day. What
 * is not in a table is not judged: a date that nobody published is not guessed.
 */

/** Something with a date, told by the text that a kubelet reports. */
interface Ending {
  readonly name: string;
  readonly reported: RegExp;
  readonly end: string;
}

/**
 * Operating systems. AWS: "Amazon Linux 2 FAQs", "Amazon Linux 2023 FAQs" (Amazon EKS ended its own images of Amazon Linux 2 on 2025-11-26).
 * Canonical: "Ubuntu release cycle", standard support. Debian: "Debian Long Term Support", the end of LTS.
 */
export const operatingSystems: readonly Ending[] = [
  { name: 'Amazon Linux 2', reported: /^Amazon Linux 2(?:$|\s|\()/, end: '2026-06-30' },
  { name: 'Amazon Linux 2023', reported: /^Amazon Linux 2023\b/, end: '2029-06-30' },
  { name: 'Ubuntu 16.04', reported: /^Ubuntu 16\.04\b/, end: '2021-04-30' },
  { name: 'Ubuntu 18.04', reported: /^Ubuntu 18\.04\b/, end: '2023-05-31' },
  { name: 'Ubuntu 20.04', reported: /^Ubuntu 20\.04\b/, end: '2025-05-31' },
  { name: 'Ubuntu 22.04', reported: /^Ubuntu 22\.04\b/, end: '2027-06-30' },
  { name: 'Ubuntu 24.04', reported: /^Ubuntu 24\.04\b/, end: '2029-06-30' },
  { name: 'Debian 10', reported: /^Debian GNU\/Linux 10\b/, end: '2024-06-30' },
  { name: 'Debian 11', reported: /^Debian GNU\/Linux 11\b/, end: '2026-08-31' },
  { name: 'Debian 12', reported: /^Debian GNU\/Linux 12\b/, end: '2028-06-30' },
];

/** containerd (its RELEASES.md, "Current State of containerd Releases"), by minor version. */
export const containerd: ReadonlyMap<string, string> = new Map([
  ['1.0', '2018-12-05'],
  ['1.1', '2019-10-23'],
  ['1.2', '2020-10-15'],
  ['1.3', '2021-03-04'],
  ['1.4', '2022-03-03'],
  ['1.5', '2023-02-28'],
  ['1.6', '2025-08-23'],
  ['1.7', '2026-09-30'],
  ['2.0', '2027-03-31'],
  ['2.1', '2026-07-03'],
  ['2.2', '2026-11-06'],
]);

/** Longterm kernels (kernel.org, "Active kernel releases"), by series. */
export const kernels: ReadonlyMap<string, string> = new Map([
  ['4.14', '2024-01-31'],
  ['4.19', '2024-12-31'],
  ['5.4', '2025-12-31'],
  ['5.10', '2026-12-31'],
  ['5.15', '2026-12-31'],
  ['6.1', '2027-12-31'],
  ['6.6', '2027-12-31'],
  ['6.12', '2028-12-31'],
]);

/** Images of AWS, in which it maintains kernel and containerd itself, whatever their own projects do. */
export const maintainedByAws = (osImage: string): boolean => /^(?:Amazon Linux|Bottlerocket)\b/.test(osImage);

const day = 24 * 60 * 60 * 1000;

/** Days until the end of a date; negative after it. */
export const daysUntil = (end: string, now: string): number =>
  Math.floor((Date.parse(`${end}T23:59:59.999Z`) - Date.parse(now)) / day);
