import { inertJson } from '../text.ts';
import type { ExposureRenderer, ExposureRow, RegionExposures, UnknownExposure } from './row.ts';

/** Characters of a chunk, about. */
const CHUNK = 65_536;

/**
 * `postern exposure --format json` (contracts 3.2) as chunks: its members in the order of the contract, each row on a line of its own, so
 * that two can be compared line by line. Only what is unknown is held until the end.
 */
export const exposureJson: ExposureRenderer = async function* (regions) {
  let chunk = '';
  for await (const line of lines(regions)) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
};

async function* lines(regions: AsyncIterable<RegionExposures>): AsyncIterable<string> {
  const unknown: UnknownExposure[] = [];
  let before = '{\n"schema":"postern/exposure@1",\n"exposures":[\n';
  const none = before;
  for await (const region of regions) {
    for (const one of region.unknown) unknown.push(one);
    for (const one of region.exposures) {
      yield before + inertJson(row(one));
      before = ',\n';
    }
  }
  yield before === none ? `${none.trimEnd()}]` : '\n]';
  yield ',\n"unknown":[';
  for (const [index, one] of unknown.entries()) yield `${index === 0 ? '\n' : ',\n'}${inertJson(unknownRow(one))}`;
  yield unknown.length === 0 ? ']\n}\n' : '\n]\n}\n';
}

// Each of these writes out its members in the order of the contract; JSON leaves out what is undefined.

const place = ({ account, region, cluster }: UnknownExposure['target']) => ({ account, region, cluster });

const thing = ({ type, id, instance }: UnknownExposure['resource']) => ({ type, id, instance });

const row = (one: ExposureRow) => ({
  target: place(one.target),
  resource: thing(one.resource),
  address: one.address,
  protocol: one.protocol,
  ports: one.ports,
  sources: one.sources,
  internet: one.internet,
  via: one.via,
  to: one.to && { address: one.to.address, ports: one.to.ports },
  inspection: one.inspection,
  unless: one.unless?.map(({ fact, why, action }) => ({ fact, why, action })),
  path: one.path.map(({ kind, id, says }) => ({ kind, id, says })),
});

const unknownRow = ({ target, resource, why, action }: UnknownExposure) => ({
  target: place(target),
  resource: thing(resource),
  why,
  action,
});
