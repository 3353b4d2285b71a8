import type { Located } from '../../derive/exposure/exposure.ts';
import { isUnknown } from '../../facts/fact.ts';
import type { FactsOfTarget } from '../../facts/index.ts';
import type { ExposureRow, ProbeResult, RegionExposures } from '../../report/exposure/row.ts';
import type { NetworkPlace, NetworkSource } from '../exposure/place.ts';
import type { Prober, Tried } from './prober.ts';
import type { ProbeItem } from './words.ts';

/** A source that remembers the facts of the networks that were read, until their exposures have been tried. */
export interface Remembered {
  readonly source: NetworkSource;
  readonly take: (target: RegionExposures['target']) => { readonly place: Located; readonly facts: FactsOfTarget } | undefined;
}

export function remembering(source: NetworkSource): Remembered {
  const read = new Map<string, { place: Located; facts: FactsOfTarget }>();
  async function* places(first: Parameters<NetworkSource['places']>[0]): AsyncIterable<NetworkPlace> {
    for await (const place of source.places(first)) yield { ...place, network: (clusters) => network(place, clusters) };
  }
  async function network(one: NetworkPlace, clusters: readonly string[] | undefined) {
    const found = await one.network(clusters);
    const { partition, account, region } = one;
    if (region !== undefined) read.set(`${account} ${region}`, { place: { partition, account, region }, facts: found.facts });
    return found;
  }
  return {
    source: { ...source, places },
    take: ({ account, region }) => {
      const key = `${account} ${region}`;
      const found = read.get(key);
      read.delete(key);
      return found;
    },
  };
}

/** Exposures, each with what came of it when it was tried, Region by Region as they come. */
export async function* probedExposures(
  regions: AsyncIterable<RegionExposures>,
  { take }: Remembered,
  prober: Prober,
): AsyncIterable<RegionExposures> {
  for await (const region of regions) {
    const read = take(region.target);
    if (read === undefined || region.exposures.length === 0) {
      yield region;
      continue;
    }
    const tried = await prober.tryRows(read.place, read.facts, region.exposures);
    yield { ...region, exposures: region.exposures.map((row) => withProbe(row, tried)) };
  }
}

function withProbe(row: ExposureRow, { items, endpoints }: Tried): ExposureRow {
  const own = items.get(row);
  if (own === undefined) return row;
  const met = row.resource.type === 'eks-endpoint' ? endpoints.get(row.resource.id) : undefined;
  const anonymous = met === undefined || isUnknown(met) || isUnknown(met.anonymous) ? undefined : met.anonymous;
  return { ...row, probe: own.map((item) => resultOf(item, anonymous?.answers)) };
}

function resultOf({ port, dialled, outcome, says, tls }: ProbeItem, anonymous: ProbeResult['anonymous']): ProbeResult {
  const result = { port, ...(dialled !== undefined && { address: dialled }), outcome, ...(anonymous && { anonymous }) };
  if (tls === undefined) return { ...result, says };
  if (isUnknown(tls)) return { ...result, says: `${says}; TLS: ${tls.why}` };
  const { complete, problem, ...rest } = tls;
  return {
    ...result,
    says: isUnknown(complete) ? `${says}; TLS in part: ${complete.why}` : says,
    tls: { ...rest, ...(problem !== undefined && { problem }) },
  };
}
