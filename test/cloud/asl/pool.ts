/**
 * Works through the items in their order, at most `limit` at a time, until all are done or `stopped` says so.
 * @throws what a worker throws, once those that had begun have ended.
 */
export async function pool<T>(
  items: readonly T[],
  limit: number,
  stopped: () => boolean,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  let broken = false;
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (broken || stopped()) return;
      await work(item);
    }
  };
  const workers = Array.from({ length: Math.min(limit, items.length) }, () =>
    worker().catch((error: unknown) => {
      broken = true;
      throw error;
    }),
  );
  const ends = await Promise.allSettled(workers);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
