import { type Address, parseAddress } from '../net/ip.ts';

/** Names that someone may have meant: a few, the nearest first. */

const most = 4;
/** Letters that may be wrong, missing or too many. */
const furthest = 4;

/** Ids that differ in a few letters, or that the text begins. */
export function nearIds(sought: string, names: Iterable<string>): readonly string[] {
  const ranked = [...names].map((name) => ({
    name,
    rank: name.startsWith(sought)
      ? 0
      : Math.abs(name.length - sought.length) > furthest
        ? furthest + 1
        : distance(sought, name),
  }));
  return nearest(ranked.filter(({ rank }) => rank <= furthest));
}

/** Addresses of the same family, no further away than the largest of networks is wide: 16 bits of IPv4, 80 of IPv6. */
export function nearAddresses(sought: Address, names: Iterable<string>): readonly string[] {
  const ranked = [...names].flatMap((name) => {
    const address = parseAddress(name);
    if (!address.ok || address.value.family !== sought.family) return [];
    const difference = BigInt(address.value.value) - BigInt(sought.value);
    return [{ name, rank: difference < 0n ? -difference : difference }];
  });
  const bound = sought.family === 'v4' ? 1n << 16n : 1n << 80n;
  return nearest(ranked.filter(({ rank }) => rank < bound));
}

const nearest = <R extends number | bigint>(
  ranked: readonly { readonly name: string; readonly rank: R }[],
): readonly string[] =>
  ranked
    .toSorted((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);

/** How many letters are to be changed, added or left out (Levenshtein). Both texts are short. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(changed, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
}
