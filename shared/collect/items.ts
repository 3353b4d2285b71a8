import { isDeepStrictEqual } from 'node:util';
import type { ManyFact, Missing } from '../facts/fact.ts';
import { facts, type ManyName, type Stored } from '../facts/index.ts';
import { listIn } from './pages.ts';
import { type Reader, reader } from './read.ts';
import { missingOf, Unidentified } from './reason.ts';

/** Gathers the items of a list under their identities. */
export interface Gathering<T> {
  add(item: T): void;
  miss(missing: Missing): void;
  done(): { readonly known: true; readonly items: readonly T[]; readonly missing: readonly Missing[] };
}

/**
 * One item per identity. The same item twice is one (pages can overlap while things change); an identity that comes again with other
 * content is missing, so that nothing is judged by whichever of the two came first.
 */
export function gather<const F extends ManyName>(name: F): Gathering<Stored<F>> {
  const idOf = facts[name].id as (item: Stored<F>) => { readonly id: string };
  const items = new Map<string, Stored<F>>();
  const contradictory = new Set<string>();
  const missing = new Map<string, Missing>();
  return {
    add: (item) => {
      const { id } = idOf(item);
      const other = items.get(id);
      if (other === undefined) items.set(id, item);
      else if (!isDeepStrictEqual(other, item)) {
        contradictory.add(id);
        missing.set(id, { id, why: `${id} is listed twice, with different content` });
      }
    },
    miss: (one) => missing.set(one.id, one),
    done: () => ({
      known: true,
      items: [...items].filter(([id]) => !contradictory.has(id)).map(([, item]) => item),
      missing: [...missing.values()],
    }),
  };
}

/**
 * A list whose pages hold its items whole → the fact. An item without identity is missing under its position; one that cannot be read
 * at all does not take the others with it. A page without the list makes the whole list unknown.
 * @throws Refusal, AwsError
 */
export async function listFact<const F extends ManyName, Page>(
  name: F,
  action: string,
  pages: AsyncIterable<Page>,
  list: readonly [name: string, of: (page: Page) => unknown],
  project: (item: Readonly<Record<string, unknown>>, from: Reader) => Stored<F>,
): Promise<ManyFact<Stored<F>>> {
  const from = reader(action);
  const gathering = gather(name);
  let position = 0;
  for await (const page of pages) {
    for (const item of listIn(action, list[1](page), list[0])) {
      position++;
      addItem(gathering, `${list[0]}[${position - 1}]`, () => project(itemOf(item, from, list[0]), from));
    }
  }
  return gathering.done();
}

/** Adds what `make` gives; without identity it is missing under the id that the list has for it. */
export function addItem<T>(gathering: Gathering<T>, id: string, make: () => T): void {
  try {
    gathering.add(make());
  } catch (error) {
    if (!(error instanceof Unidentified)) throw error;
    gathering.miss(missingOf(id, error));
  }
}

function itemOf(item: unknown, from: Reader, list: string): Readonly<Record<string, unknown>> {
  if (typeof item === 'object' && item !== null) return item as Readonly<Record<string, unknown>>;
  throw new Unidentified(`${from.action} gave a malformed item of ${list}`);
}
