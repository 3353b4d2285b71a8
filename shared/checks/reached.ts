/** Judges what the internet reaches of a part of a cluster: rows with their ways, some of them certain, some reachable "unless …". */
import { IpSet } from '../net/ip-set.ts';
import type { PortSet } from '../net/port-set.ts';
import { fail, type Judgement, pass, relyOn, type Severity, suppose } from './check.ts';
import type { Service } from './known-services.ts';
import { type LargeRange, publicRange } from './public-range.ts';
import { type Hit, type Met, portSet, type Reached, reasons, smallSources, waysOf } from './reached-words.ts';
import { lessened, rank, worst } from './severity.ts';
import { portWords } from './words.ts';

export interface Part<R extends Reached> {
  readonly reached: readonly R[];
  readonly perhaps: readonly (R & { readonly certain: true })[];
  readonly complete: true;
  readonly interfaces?: number;
}

/** What a check asks of a part, and how it speaks. */
export interface Question<R extends Reached> {
  /** What a row leads to of all that the check is about. */
  readonly meets: (row: R) => readonly Met[];
  /** Beyond which nothing can be worse: the check's own severity. */
  readonly most: Severity;
  readonly large: LargeRange;
  /** What is said where nothing is met. */
  readonly passes: string;
}

/**
 * Open to the whole internet: the severity of what is met. Open to more of it than the owner's threshold: one less. A few addresses are no
 * finding: somebody named them. What is not certain, or not known to be all, ends the judgement where it could make it worse.
 */
export function judgeReached<R extends Reached>(part: Part<R>, question: Question<R>): Judgement {
  const certain = hitsOf(part.reached, question);
  const found = worst(certain);
  if (found !== question.most) {
    const all = part.perhaps.length === 0 ? certain : hitsOf<R>([...part.reached, ...part.perhaps], question);
    if (worst(all) !== found) {
      const met = new Map(all.flatMap((hit): [Reached, Hit<R>][] => (hit.severity === undefined ? [] : [[hit.row, hit]])));
      const doubted = part.perhaps.flatMap((row) => met.get(row) ?? []);
      for (const row of part.perhaps)
        if (met.has(row))
          suppose(
            () => row.certain,
            () => waysOf(doubted),
          );
    }
    relyOn(part.complete);
  }
  if (found === undefined) return pass([question.passes, ...smallSources(certain)].join('; '));
  const bad = certain.filter(({ severity }) => severity !== undefined);
  return fail(reasons(bad, question.large, part.interfaces), waysOf(bad), { severity: found });
}

/** The judge of a check that is about services, by the interfaces' own addresses. */
export const reaching = (services: readonly Service[], most: Severity, passes: string) => {
  const meets = meeting(services);
  return (part: Part<Reached>, { settings }: { readonly settings: { readonly largeRange: LargeRange } }): Judgement =>
    judgeReached(part, { meets, most, large: settings.largeRange, passes });
};

/** What rows lead to of services, at the ports of the interface itself. */
export const meeting =
  (services: readonly Service[]) =>
  ({ protocol, ports = [], to }: Reached): readonly Met[] => {
    if (protocol !== 'tcp' && protocol !== 'udp') return [];
    const own = portSet(to?.ports ?? ports);
    return services.flatMap(({ name, severity, [protocol]: asked }): Met[] => {
      const met = asked.intersect(own);
      return met.isEmpty() ? [] : [{ name: `${name} (${protocol} ${portWords(met)})`, ports: met, severity }];
    });
  };

const placeOf = ({ id, address, protocol, via, to }: Reached): string =>
  [id, address, protocol, via, to?.address, to?.ports.join()].join(' ');

/** A row that meets something, with the ports that are dialled as a set. */
interface Meeting<R extends Reached> {
  readonly row: R;
  readonly met: readonly Met[];
  readonly ports: PortSet;
}

/** The worst first. */
function hitsOf<R extends Reached>(rows: readonly R[], { meets, large }: Question<R>): readonly Hit<R>[] {
  const meetings = rows.flatMap((row): Meeting<R>[] => {
    const met = meets(row);
    return met.length === 0 ? [] : [{ row, met, ports: portSet(row.ports ?? []) }];
  });
  const alike = Map.groupBy(meetings, ({ row }) => placeOf(row));
  // Nodes of a group are reached from the same sources: each set of them is made once.
  const extents = new Map<string, Pick<Hit, 'sources' | 'range'>>();
  const hits = meetings.map((own): Hit<R> => {
    const { row, met } = own;
    const texts = sourcesOf(own, alike.get(placeOf(row)) ?? [own]);
    const key = `${row.internet} ${texts.join()}`;
    const known = extents.get(key) ?? extent(IpSet.ofCidrs(...texts), row.internet, large);
    extents.set(key, known);
    return { row, met, ...known, severity: graded(worst(met), known.range) };
  });
  return hits.sort((a, b) => rank(b.severity) - rank(a.severity));
}

/** The sources of a row, with those of others that lead to the same ports: by another gateway, or by another rule of a listener. */
function sourcesOf<R extends Reached>({ row, ports }: Meeting<R>, others: readonly Meeting<R>[]): readonly string[] {
  const same = others.length === 1 ? others : others.filter((other) => !other.ports.intersect(ports).isEmpty());
  return same.length === 1 ? row.sources : [...new Set(same.flatMap((other) => other.row.sources))];
}

function extent(sources: IpSet, internet: boolean, large: LargeRange): Pick<Hit, 'sources' | 'range'> {
  const range = internet ? 'internet' : publicRange(sources, large);
  return { sources, range: range === 'none' ? 'small' : range };
}

function graded(found: Severity | undefined, range: Hit['range']): Severity | undefined {
  if (range === 'internet') return found;
  return range === 'large' ? lessened(found) : undefined;
}
