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
    const answer = await ask(await context.kubernetes(), { signal: context.clusterBounds.signal() });
    context.asked?.('answered');
    return answer;
  } catch (error) {
    if (error instanceof KubernetesError) context.asked?.(error.kind);
    const unreached = error instanceof KubernetesError && (error.kind === 'unreachable' || error.kind === 'timeout');
    if (!unreached || cluster.endpointPublicAccess !== false) throw error;
    throw new KubernetesError(error.kind, error.message, { action: fromInside(context, cluster) });
  }
}

/** What reads a private endpoint: the scanner itself, from inside. */
const fromInside = ({ account, region }: Context, { name }: Stored<'cluster'>): string =>
  `its endpoint is private: inside of its network run postern collect --kubeconfig FILE --account ${account} --region ${region} ` +
  `--cluster ${name} --snapshot s3://BUCKET/PREFIX (deploy/collector.yaml), and scan with --out s3://BUCKET/PREFIX`;
