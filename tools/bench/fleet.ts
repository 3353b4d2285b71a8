import { costOf, dollarsOf, initDollars } from './fleet-cost.ts';
import { aims, alternatives, built, type Design } from './fleet-design.ts';
import { type Fleet, type FleetSize, makeFleet, regions } from './fleet-estate.ts';
import { type Modelled, modelRun } from './fleet-model.ts';
import { head, row } from './table.ts';

/** The fleet of the aims, one whose clusters stand close together, and one ten times as large. */
const sizes = [
  { accounts: 100, clusters: 1_000 },
  { accounts: 10, clusters: 1_000 },
  { accounts: 1_000, clusters: 10_000 },
] as const;

/**
 * Runs of fleets through the machine's shape as Markdown: time, calls by bucket, cost, and what other designs would come to.
 * @returns `missed`: how many aims the deployment as it is misses with the fleet of the aims
 */
export async function fleetReport(): Promise<{ readonly text: string; readonly missed: number }> {
  const aimed = makeFleet(sizes[0]);
  const run = await modelRun(aimed, built);
  const missed = missedAims(run, built);
  const text = [
    `${sizeName(sizes[0])}, ${regions.length} Regions in each account, clusters in two of them; rate ${built.rate}, seed ${built.seed}.\n`,
    `\n### Aims\n\n${missed.length === 0 ? 'All are met.\n' : missed.map((one) => `- Missed: ${one}.\n`).join('')}`,
    `\n### Time and cost\n\n${await sizesTable()}`,
    `\n### Calls by bucket\n\n${bucketsTable(run)}`,
    `\n### Cost\n\n${costTable(run, built)}`,
    `\n### Accounts at once\n\n${await accountsTable(aimed)}`,
    `\n### Other designs\n\n${await alternativesTable(aimed)}`,
  ];
  return { text: text.join(''), missed: missed.length };
}

/** What of the aims a run misses, each with its numbers. */
export function missedAims(run: Modelled, design: Design): readonly string[] {
  const beyond = run.seconds.total - run.floorSeconds;
  const dollars = dollarsOf(costOf(run, design));
  const missed: string[] = [];
  if (beyond >= aims.secondsBeyond)
    missed.push(`${seconds(beyond)} s beyond the API budget; under ${aims.secondsBeyond} s was the aim`);
  if (dollars >= aims.dollars) missed.push(`$${dollars.toFixed(3)}; under $${aims.dollars.toFixed(2)} was the aim`);
  for (const { service, overShare, overQuota } of run.services)
    if (overShare > 0)
      missed.push(
        `${service}: a bucket is ${overShare.toFixed(1)} requests above our share of the quota (${overQuota.toFixed(1)} above the quota itself)`,
      );
  for (const [name, { longestMilliseconds }] of run.functions)
    if (longestMilliseconds > aims.longestMilliseconds)
      missed.push(
        `${name} takes ${seconds(longestMilliseconds / 1000)} s, and Lambda ends it after ${aims.longestMilliseconds / 1000}`,
      );
  return missed;
}

async function sizesTable(): Promise<string> {
  const lines = [head(['fleet', ...columns], 1)];
  for (const size of sizes) lines.push(row([sizeName(size), ...cells(await modelRun(makeFleet(size), built), built)]));
  return lines.join('');
}

const columns = [
  'plan s',
  'accounts s',
  'publish s',
  'wall s',
  'floor s',
  'beyond s',
  'most at once',
  'above our share',
  'cost $',
];

function cells(run: Modelled, design: Design): readonly (string | number)[] {
  const { plan, accounts, publish, total } = run.seconds;
  const times = [plan, accounts, publish, total, run.floorSeconds, total - run.floorSeconds].map(seconds);
  return [...times, run.peakInvocations, above(run), dollarsOf(costOf(run, design)).toFixed(3)];
}

function above({ services }: Modelled): string {
  const over = services.filter(({ overShare }) => overShare > 0);
  return over.length === 0 ? 'never' : over.map(({ service, overShare }) => `${service} ${overShare.toFixed(1)}`).join(', ');
}

function bucketsTable({ services }: Modelled): string {
  const lines = services.map(({ service, buckets, requests, most, floorSeconds, overShare, overQuota }) =>
    row([service, buckets, requests, most, seconds(floorSeconds), overShare.toFixed(1), overQuota.toFixed(1)]),
  );
  const names = ['service', 'buckets', 'requests', 'most in one', 'floor s', 'above our share', 'above the quota'];
  return head(names, 1) + lines.join('');
}

function costTable(run: Modelled, design: Design): string {
  const lines = costOf(run, design);
  const rows = lines.map(({ what, from, quantity, price, dollars }) =>
    row([what, from, round(quantity), `${Number(price.toPrecision(6))}`, dollars.toFixed(5)]),
  );
  const total = row(['Total', `INIT is ${initDollars(run, design).toFixed(4)} of it`, '', '', dollarsOf(lines).toFixed(3)]);
  return head(['what', 'quantity from', 'quantity', '× price $', 'cost $'], 2) + rows.join('') + total;
}

async function accountsTable(fleet: Fleet): Promise<string> {
  const lines = [head(['accounts at once', ...columns])];
  for (const accounts of [10, 20, 40, 100]) {
    const design = { ...built, accounts };
    lines.push(row([accounts, ...cells(await modelRun(fleet, design), design)]));
  }
  return lines.join('');
}

async function alternativesTable(fleet: Fleet): Promise<string> {
  const lines = [head(['design', ...columns], 1)];
  for (const { name, change } of [{ name: 'as built', change: {} }, ...alternatives]) {
    const design = { ...built, ...change };
    lines.push(row([name, ...cells(await modelRun(fleet, design), design)]));
  }
  return lines.join('');
}

const sizeName = ({ accounts, clusters }: FleetSize): string =>
  `${clusters.toLocaleString('en')} clusters in ${accounts.toLocaleString('en')} accounts`;
const seconds = (number: number): string => number.toFixed(1);
const round = (number: number): string => (Number.isInteger(number) ? String(number) : number.toFixed(number < 1 ? 4 : 1));
