/** What an exec plugin of a kubeconfig may take: a person may have to answer it, and its answer is a token. */
export const PLUGIN_LIMITS = { milliseconds: 60_000, bytes: 1024 * 1024 } as const;

interface Limits {
  readonly milliseconds: number;
  readonly bytes: number;
}

/** Of a child process what is needed here (node:child_process). */
interface Child {
  readonly kill: (signal: 'SIGKILL') => boolean;
  readonly once: (event: 'close', heard: () => void) => unknown;
  readonly stdout: Output;
  readonly stderr: Output;
}
interface Output {
  readonly on: (event: 'data', heard: (chunk: { readonly length: number }) => void) => unknown;
  readonly destroy: () => unknown;
}
type Start = (...given: readonly unknown[]) => Child;

/**
 * Bounds the exec plugins of a client-node KubeConfig, which waits for them and collects what they print without end: one that takes too
 * long, or prints too much, is killed, and its pipes are closed, so that nothing that it started holds us up either. What starts them is
 * private there: a test tells if it is elsewhere.
 */
export function boundPlugins(config: object, limits: Limits = PLUGIN_LIMITS): void {
  const authenticators: unknown = Reflect.get(config, 'authenticators');
  for (const one of Array.isArray(authenticators) ? (authenticators as readonly unknown[]) : []) {
    if (typeof one !== 'object' || one === null || !('execFn' in one) || typeof one.execFn !== 'function') continue;
    const start = one.execFn as Start;
    Reflect.set(one, 'execFn', (...given: readonly unknown[]) => bounded(start(...given), limits));
  }
}

function bounded(child: Child, { milliseconds, bytes }: Limits): Child {
  const streams = [child.stdout, child.stderr];
  const end = () => {
    child.kill('SIGKILL');
    for (const stream of streams) stream.destroy();
  };
  const timer = setTimeout(end, milliseconds);
  child.once('close', () => clearTimeout(timer));
  let printed = 0;
  for (const stream of streams)
    stream.on('data', (chunk) => {
      printed += chunk.length;
      if (printed > bytes) end();
    });
  return child;
}
