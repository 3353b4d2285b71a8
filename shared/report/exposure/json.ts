import { inertJson } from '../text.ts';
import type { ExposureRenderer, ExposureRow, ProbeResult, RegionExposures, UnknownExposure } from './row.ts';

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
      yield before + rowText(one);
      before = ',\n';
    }
  }
  yield before === none ? `${none.trimEnd()}]` : '\n]';
  yield ',\n"unknown":[';
  for (const [index, one] of unknown.entries()) yield `${index === 0 ? '\n' : ',\n'}${inertJson(unknownRow(one))}`;
  yield unknown.length === 0 ? ']\n}\n' : '\n]\n}\n';
}

/** Texts of what many rows share: lists of sources and steps of paths are most of a row. */
const texts = new WeakMap<object, string>();

function shared(value: object, shape: () => unknown): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = inertJson(shape());
  texts.set(value, text);
  return text;
}

/** A row with its members in the order of the contract. */
function rowText(one: ExposureRow): string {
  const { address, protocol, ports, internet, via, inspection, to, unless } = one;
  const before = inertJson({ target: place(one.target), resource: thing(one.resource), address, protocol, ports });
  const after = inertJson({
    internet,
    via,
    to: to && { address: to.address, ports: to.ports },
    inspection,
    unless: unless?.map(({ fact, why, action }) => ({ fact, why, action })),
  });
  const sources = shared(one.sources, () => one.sources);
  const path = one.path.map((step) => shared(step, () => ({ kind: step.kind, id: step.id, says: step.says })));
  const probe = one.probe === undefined ? '' : `,"probe":${inertJson(one.probe.map(probeResult))}`;
  return `${before.slice(0, -1)},"sources":${sources},${after.slice(1, -1)},"path":[${path.join(',')}]${probe}}`;
}

const probeResult = ({ port, address, outcome, says, tls, anonymous }: ProbeResult) => ({
  port,
  address,
  outcome,
  says,
  tls: tls && {
    accepted: tls.accepted,
    refused: tls.refused,
    cipher: tls.cipher,
    chain: tls.chain.map(({ subject, issuer, notBefore, notAfter }) => ({ subject, issuer, notBefore, notAfter })),
    names: tls.names,
    matches: tls.matches,
    problem: tls.problem,
  },
  anonymous: anonymous?.map((answer) => ({ path: answer.path, status: answer.status, anonymous: answer.anonymous })),
});

const place = ({ account, region, cluster }: UnknownExposure['target']) => ({ account, region, cluster });

const thing = ({ type, id, instance }: UnknownExposure['resource']) => ({ type, id, instance });

const unknownRow = ({ target, resource, why, action }: UnknownExposure) => ({
  target: place(target),
  resource: thing(resource),
  why,
  action,
});
