/** What was called how often. Every request that reached an operation counts, whatever became of it. */
export interface Calls {
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
}

export interface Counts {
  /** Calls per account, Region, service and operation, in the order of their first call. */
  list(): readonly (Calls & { readonly calls: number })[];
  /** How many calls match all that is given. */
  of(selector?: Partial<Calls>): number;
  clear(): void;
}

export function counter(): Counts & { add(call: Calls): void } {
  const counted = new Map<string, Calls & { calls: number }>();
  return {
    add: ({ account, region, service, operation }) => {
      const key = `${account} ${region} ${service} ${operation}`;
      const known = counted.get(key);
      if (known) known.calls++;
      else counted.set(key, { account, region, service, operation, calls: 1 });
    },
    list: () => [...counted.values()].map((row) => ({ ...row })),
    of: (selector = {}) => {
      const wanted = Object.entries(selector) as [keyof Calls, string][];
      return [...counted.values()].reduce((sum, row) => (wanted.every(([k, v]) => row[k] === v) ? sum + row.calls : sum), 0);
    },
    clear: () => counted.clear(),
  };
}
