import type { Aws } from '../../clients/aws.ts';
import type { ProbeTools } from '../../clients/probe/network.ts';
import { type Pace, PaceSpent } from '../../clients/probe/pace.ts';
import { type Connection, connectTo } from '../../clients/probe/tcp.ts';
import { contextOf } from '../../collect/collector.ts';
import type { Located } from '../../derive/exposure/exposure.ts';
import { type Unknown, unknown } from '../../facts/fact.ts';
import type { FactsOfTarget } from '../../facts/index.ts';
import { type Dial, dialsOf, type ProbeRow, tlsOf } from './dials.ts';
import { ownersOf, type Permits, type Whose } from './owned.ts';
import { anonymousAnswers, type Met, type Server, tlsSummary } from './server.ts';
import { compared, type ProbeItem, silence } from './words.ts';

type Outcome = ProbeItem['outcome'];

/** How a run probes. */
export interface Probing {
  readonly tools: ProbeTools;
  readonly pace: Pace;
  /** The address from which the internet sees this machine, where its user says so. */
  readonly from?: string | undefined;
  readonly permits?: Permits | undefined;
}

/** What a test puts in the place of the network: the command line has no flag for any of it. */
export type ProbeSeam = Pick<Probing, 'permits'> &
  Partial<Pick<ProbeTools, 'network' | 'limits'>> & { readonly pace?: Probing['pace'] };

/** What came of rows: of each its ports, and of endpoints by their ARN what a stranger meets. */
export interface Tried {
  readonly items: ReadonlyMap<ProbeRow, readonly ProbeItem[]>;
  readonly endpoints: ReadonlyMap<string, Met | Unknown>;
}

export interface Prober {
  /** Tries rows of one account and Region, whose addresses are read anew before. @throws what is a defect of ours */
  readonly tryRows: (place: Located, facts: FactsOfTarget, rows: readonly ProbeRow[]) => Promise<Tried>;
  /** Ports by their outcome, each once, however many rows lead there; and how many contradict what was computed. */
  readonly counts: () => Readonly<Record<Outcome | 'disagreements', number>>;
}

/** What came of an address and port, whichever row it is dialled for. */
interface Result {
  readonly outcome: Outcome;
  readonly dialled?: string;
  readonly why: string;
  readonly tls?: Met['tls'];
  readonly met?: Met | Unknown;
}

/** Ports whose addresses are read anew together: they are dialled within seconds, and not minutes later. */
const dialsAtOnce = 50;

/** One prober for a run: it dials each port once, at its pace, and never more than its pace allows in all. */
export function createProber(aws: Aws, probing: Probing): Prober {
  const { tools, pace, from, permits } = probing;
  const results = new Map<string, Promise<Result>>();
  const outcomes = new Map<string, { outcome: Outcome; disagrees: boolean }>();
  const tryDial = async (dial: Dial, whoseOf: (row: ProbeRow) => Promise<Whose>): Promise<[ProbeRow, ProbeItem, Result]> => {
    const { row, port } = dial;
    const key = `${row.via === 'direct' ? row.resource.id : row.via} ${row.address} ${port}`;
    // Each makes a connection at least: what is beyond the bound is not even read anew.
    const spent = results.size >= pace.most ? `a run makes at most ${pace.most} connections` : undefined;
    const not = dial.not ?? spent;
    const result = results.get(key) ?? once(probing, not === undefined ? dial : { ...dial, not }, whoseOf);
    if (not === undefined) results.set(key, result);
    const found = await result;
    const { outcome } = found;
    const { says, disagrees } = compared(row, outcome, found.why, from);
    outcomes.set(key, { outcome, disagrees: disagrees || outcomes.get(key)?.disagrees === true });
    return [row, itemOf(dial, found, says), found];
  };
  return {
    tryRows: async ({ partition, account, region }, facts, rows) => {
      const noCluster = () => Promise.reject(new Error('no cluster is contacted with credentials'));
      const context = contextOf(aws, { account, region, partition }, noCluster, tools.signal);
      const speaksTls = tlsOf(facts);
      const dials = rows.flatMap((row) => dialsOf(row, speaksTls));
      const items = new Map<ProbeRow, ProbeItem[]>();
      const endpoints = new Map<string, Met | Unknown>();
      for (let first = 0; first < dials.length; first += dialsAtOnce) {
        const some = dials.slice(first, first + dialsAtOnce);
        const meant = new Set(some.filter(({ not }) => not === undefined).map(({ row }) => row));
        const whoseOf = await ownersOf({ context, tools, permits }, [...meant]);
        for (const [row, item, { met }] of await Promise.all(some.map((dial) => tryDial(dial, whoseOf)))) {
          items.set(row, [...(items.get(row) ?? []), item]);
          if (met !== undefined) endpoints.set(row.resource.id, met);
        }
        tools.signal?.throwIfAborted();
      }
      return { items, endpoints };
    },
    counts: () => countsOf(outcomes.values()),
  };
}

function itemOf({ row, port }: Dial, { outcome, dialled, tls }: Result, says: string): ProbeItem {
  const { resource, via, address } = row;
  return { id: resource.id, via, address, port, ...(dialled && { dialled }), outcome, says, ...(tls && { tls }) };
}

function countsOf(
  outcomes: Iterable<{ readonly outcome: Outcome; readonly disagrees: boolean }>,
): ReturnType<Prober['counts']> {
  const counts = { connected: 0, refused: 0, 'timed-out': 0, unreachable: 0, 'not-probed': 0, disagreements: 0 };
  for (const { outcome, disagrees } of outcomes) {
    counts[outcome] += 1;
    if (disagrees) counts.disagreements += 1;
  }
  return counts;
}

/** Dials a port, if it may be dialled, and asks what there is to ask of whoever answers. */
async function once({ tools, pace }: Probing, dial: Dial, whoseOf: (row: ProbeRow) => Promise<Whose>): Promise<Result> {
  const isEndpoint = dial.row.resource.type === 'eks-endpoint';
  const not = (why: string, action?: string): Result => ({
    outcome: 'not-probed',
    why: `not probed: ${why}`,
    ...(isEndpoint && { met: unknown(`not probed: ${why}`, action) }),
  });
  if (dial.not !== undefined) return not(dial.not);
  const whose = await whoseOf(dial.row);
  if ('why' in whose) return not(whose.why, whose.action);
  const port = whose.port ?? dial.port;
  try {
    const { connection, address } = await firstOf(whose.addresses, (address) =>
      pace.run(() => connectTo(tools, { address, port })),
    );
    if (connection.outcome !== 'connected') {
      const why =
        connection.outcome === 'unreachable' ? `${address} cannot be reached from this machine (${connection.code})` : address;
      const met = isEndpoint && {
        met: unknown(silence(connection.outcome, address), 'probe from an address that the endpoint admits'),
      };
      return { outcome: connection.outcome, dialled: address, why, ...met };
    }
    connection.socket.destroy();
    const server: Server = { tools, pace, at: { address, port }, host: whose.host, authority: whose.authority };
    const tls = dial.tls ? { tls: await tlsSummary(server, isEndpoint) } : {};
    const met = isEndpoint && tls.tls !== undefined ? { met: { tls: tls.tls, anonymous: await anonymousAnswers(server) } } : {};
    return { outcome: 'connected', dialled: address, why: address, ...tls, ...met };
  } catch (error) {
    if (error instanceof PaceSpent) return not(error.message);
    throw error;
  }
}

/** The first address that connects, else the last. */
async function firstOf(addresses: readonly string[], dial: (address: string) => Promise<Connection>) {
  let last: { connection: Connection; address: string } | undefined;
  for (const address of addresses) {
    try {
      last = { connection: await dial(address), address };
    } catch (error) {
      // What was dialled before is what came of it.
      if (last !== undefined && error instanceof PaceSpent) return last;
      throw error;
    }
    if (last.connection.outcome === 'connected') return last;
  }
  if (last === undefined) throw new RangeError('no address to dial');
  return last;
}
