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

/** All that the internet reaches of one interface, or endpoint. */
export interface Reached {
  readonly resource: ExposedResource;
  readonly cluster?: string | undefined;
  readonly rows: readonly ExposureRow[];
  readonly moreRows: number;
}

/** What is unknown for one reason. */
export interface UnknownGroup {
  readonly why: string;
  readonly action?: string | undefined;
  readonly names: readonly string[];
  readonly moreNames: number;
}

export interface Section {
  readonly target: RegionExposures['target'];
  readonly reached: readonly Reached[];
  readonly moreReached: number;
  readonly unknown: readonly UnknownGroup[];
  readonly moreUnknown: number;
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
  readonly sections: readonly Section[];
  readonly moreSections: number;
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
      left -= section.reached.length;
      sections.push(section);
    }
  }
  return { totals, sections, moreSections };
}

type Rows = readonly ExposureRow[];

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
  const ordered = [...reached.filter(isOpen), ...reached.filter((rows) => !isOpen(rows))];
  const groups = unknownGroups(unknown, limits.names);
  return {
    target,
    reached: ordered.slice(0, limits.resources).map((rows) => reachedOf(rows, limits.rows)),
    moreReached: Math.max(0, ordered.length - limits.resources),
    unknown: groups.slice(0, limits.unknown),
    moreUnknown: Math.max(0, groups.length - limits.unknown),
  };
}

function reachedOf(rows: Rows, most: number): Reached {
  const { resource, target } = rows[0] as ExposureRow;
  return { resource, cluster: target.cluster, rows: rows.slice(0, most), moreRows: Math.max(0, rows.length - most) };
}

function unknownGroups(unknown: readonly UnknownExposure[], most: number): readonly UnknownGroup[] {
  const groups = new Map<string, UnknownGroup & { names: string[]; moreNames: number }>();
  for (const { why, action, resource } of unknown) {
    const key = JSON.stringify([why, action]);
    const group = groups.get(key) ?? { why, action, names: [], moreNames: 0 };
    groups.set(key, group);
    if (group.names.length < most) group.names.push(resource.id);
    else group.moreNames += 1;
  }
  return [...groups.values()];
}
