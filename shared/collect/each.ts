/** Calls at a time for things that are described one by one: enough to keep the budget busy. */
const CONCURRENCY = 8;

/** Does the work for each of the names, a few at a time, in the order of the names. The first error ends it. */
export async function forEachOf<T, R>(
  names: readonly T[],
  work: (name: T) => Promise<R>,
  concurrency = CONCURRENCY,
): Promise<R[]> {
  const results = new Array<R>(names.length);
  let next = 0;
  const worker = async () => {
    while (next < names.length) {
      const index = next++;
      results[index] = await work(names[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, names.length) }, worker));
  return results;
}

/** Names in parts of at most `size`. */
export const inParts = <T>(names: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(names.length / size) }, (_, index) => names.slice(index * size, (index + 1) * size));
