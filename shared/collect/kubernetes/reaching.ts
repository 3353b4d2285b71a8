import type { KubernetesConnection } from '../../clients/kubernetes/connection.ts';
import { KubernetesError } from '../../clients/kubernetes/errors.ts';
import type { Stored } from '../../facts/index.ts';
import type { Context } from '../collector.ts';

/** Asks the cluster's API server; an endpoint that only the cluster's network reaches is told as that. */
export async function reaching<T>(
  context: Context,
  cluster: Stored<'cluster'>,
  ask: (connection: KubernetesConnection, options: { readonly signal: AbortSignal }) => Promise<T>,
): Promise<T> {
  try {
    return await ask(await context.kubernetes(), { signal: context.clusterBounds.signal() });
  } catch (error) {
    const unreached = error instanceof KubernetesError && (error.kind === 'unreachable' || error.kind === 'timeout');
    if (!unreached || cluster.endpointPublicAccess !== false) throw error;
    throw new KubernetesError(error.kind, error.message, {
      action: `run postern collect inside the network of ${cluster.name}: its endpoint is private`,
    });
  }
}
