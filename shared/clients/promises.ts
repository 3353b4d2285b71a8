/** Work that is under way when its time ends is left behind, whatever it waits for: not all of the SDK listens to the signal. */
export function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** Makes a value once for each key, of as many parts as it has. */
export function once<T>(make: (...key: string[]) => T): (...key: string[]) => T {
  const made = new Map<string, { readonly value: T }>();
  return (...key) => {
    const name = key.join(' ');
    const one = made.get(name) ?? { value: make(...key) };
    made.set(name, one);
    return one.value;
  };
}
