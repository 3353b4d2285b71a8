import { alike, type Rows } from './alike.ts';
import type { ExposedResource, ExposureRow, RegionExposures, UnknownExposure } from './row.ts';

/** What a page holds of exposures, whatever the estate: the gravest, and the number of the others. */

/** How many of each are kept. */
export interface Limits {
  readonly regions: number;
  readonly resources: number;
  readonly rows: number;
  readonly unknown: number;
  readonly names: number;
}

/** A list as far as it is shown, and how many more there are. */
export interface Some<T> {
  readonly first: readonly T[];
  readonly more: number;
}

/** All that the internet reaches of an interface or endpoint; and of others in the same way, such as the nodes of a group. */
export interface Reached {
  readonly resources: Some<ExposedResource>;
  readonly cluster?: string | undefined;
  readonly rows: Some<ReachedRow>;
}

/** A row of the first of them, with what is dialled for each, and of each behind a load balancer its own address. */
export interface ReachedRow {
  readonly row: ExposureRow;
  readonly addresses: Some<string>;
  readonly targets: Some<string>;
}

/** What is unknown for one reason. */
export interface UnknownGroup {
  readonly why: string;
  readonly action?: string | undefined;
  readonly names: Some<string>;
}

export interface Section {
  readonly target: RegionExposures['target'];
  /** `more`: how many more interfaces and endpoints. */
  readonly reached: Some<Reached>;
  readonly unknown: Some<UnknownGroup>;
}

export interface Totals {
  /** Regions that were looked at, and those of them where something can be reached. */
  regions: number;
  exposedRegions: number;
  interfaces: number;
  endpoints: number;
  /** Interfaces and endpoints that the whole internet reaches. */
  open: number;
  rows: number;
  /** Rows that stand unless something unread forbids them. */
  conditional: number;
  unknown: number;
}

export interface ExposureDigest {
  readonly totals: Totals;
  readonly sections: Some<Section>;
}

export async function digestOf(regions: AsyncIterable<RegionExposures>, limits: Limits): Promise<ExposureDigest> {
  const totals = {
    regions: 0,
    exposedRegions: 0,
    interfaces: 0,
    endpoints: 0,
    open: 0,
    rows: 0,
    conditional: 0,
    unknown: 0,
  };
  const sections: Section[] = [];
  let left = limits.resources;
  let moreSections = 0;
  for await (const region of regions) {
    const reached = byResource(region.exposures);
    count(totals, region, reached);
    if (reached.length === 0 && region.unknown.length === 0) continue;
    if (sections.length >= limits.regions) moreSections += 1;
    else {
      const section = sectionOf(region, reached, { ...limits, resources: left });
      left -= section.reached.first.length;
      sections.push(section);
    }
  }
  return { totals, sections: { first: sections, more: moreSections } };
}

function byResource(exposures: Rows): readonly Rows[] {
  const groups = new Map<string, ExposureRow[]>();
  for (const row of exposures) {
    const key = `${row.resource.type} ${row.resource.id}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

const isOpen = (rows: Rows): boolean => rows.some(({ internet }) => internet);

function count(totals: Totals, { target, exposures, unknown }: RegionExposures, reached: readonly Rows[]): void {
  if (target.region !== undefined) totals.regions += 1;
  if (exposures.length > 0) totals.exposedRegions += 1;
  const endpoints = reached.filter(([row]) => row?.resource.type === 'eks-endpoint').length;
  totals.endpoints += endpoints;
  totals.interfaces += reached.length - endpoints;
  totals.open += reached.filter(isOpen).length;
  totals.rows += exposures.length;
  totals.conditional += exposures.filter(({ unless }) => unless !== undefined).length;
  totals.unknown += unknown.length;
}

/** What everybody reaches comes before what some do; otherwise in the order of the rows. */
function sectionOf({ target, unknown }: RegionExposures, reached: readonly Rows[], limits: Limits): Section {
  const groups = alike([...reached.filter(isOpen), ...reached.filter((rows) => !isOpen(rows))]);
  const first = groups.slice(0, limits.resources).map((group) => reachedOf(group, limits));
  const more = groups.slice(limits.resources).reduce((sum, group) => sum + group.length, 0);
  return { target, reached: { first, more }, unknown: some(unknownGroups(unknown, limits.names), limits.unknown) };
}

const some = <T>(items: readonly T[], most: number): Some<T> => ({
  first: items.slice(0, most),
  more: Math.max(0, items.length - most),
});

function reachedOf(group: readonly Rows[], limits: Limits): Reached {
  const [rows = []] = group;
  const all = rows.map((row, index) => {
    const same = group.flatMap((one) => one[index] ?? []);
    const distinct = (texts: readonly string[]) => some([...new Set(texts)], limits.names);
    return {
      row,
      addresses: distinct(same.map(({ address }) => address)),
      targets: distinct(same.flatMap(({ to }) => to?.address ?? [])),
    };
  });
  const resources = group.flatMap(([row]) => row?.resource ?? []);
  return { resources: some(resources, limits.names), cluster: rows[0]?.target.cluster, rows: some(all, limits.rows) };
}

function unknownGroups(unknown: readonly UnknownExposure[], most: number): readonly UnknownGroup[] {
  const groups = new Map<string, { why: string; action: string | undefined; names: string[] }>();
  for (const { why, action, resource } of unknown) {
    const key = JSON.stringify([why, action]);
    const group = groups.get(key) ?? { why, action, names: [] };
    groups.set(key, group);
    group.names.push(resource.id);
  }
  return [...groups.values()].map(({ names, ...reason }) => ({ ...reason, names: some(names, most) }));
}
