/**
 * Runs work over items, at most `limit` at a time, in their order of start. The first failure stops the start of others and is thrown
 * when those under way have ended.
 */
export async function pooled<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  let next = 0;
  let failure: { readonly error: unknown } | undefined;
  const worker = async (): Promise<void> => {
    while (next < items.length && failure === undefined) {
      signal?.throwIfAborted();
      const item = items[next++] as T;
      await work(item).catch((error: unknown) => {
        failure ??= { error };
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failure !== undefined) throw failure.error;
}

/** Lets at most `limit` pieces of work run at the same time, whoever asks; the others wait their turn, first come, first served. */
export function turns(limit: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = limit;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}

/**
 * What `load` gives for each item, in their order, while so many are loaded ahead of whoever takes them. A failure is thrown where its item
 * would have come.
 */
export async function* ahead<T, R>(items: Iterable<T>, limit: number, load: (item: T) => Promise<R>): AsyncGenerator<R> {
  const loading: Promise<R>[] = [];
  for (const item of items) {
    const next = load(item);
    // Whoever stops earlier never learns of it.
    next.catch(() => undefined);
    loading.push(next);
    if (loading.length >= limit) yield await (loading.shift() as Promise<R>);
  }
  for (const next of loading) yield await next;
}
