import type { IncomingMessage, ServerResponse } from 'node:http';
import { anonymousAnswer, apiAnswer, type Cluster, versionOf } from './api.ts';
import { acceptsToken } from './authentication.ts';
import { catalogue } from './catalogue.ts';
import { type FaultPlan, type Faults, faultPlan } from './faults.ts';
import { type Listener, listen } from './listener.ts';
import { misbehave } from './misbehave.ts';
import { askedOf, describe } from './request.ts';
import { type Answer, failure } from './status.ts';
import { send } from './wire.ts';

/** A cluster of the estate: its EKS name and version, and its objects as `kubectl get -o json` prints them. */
export interface ClusterDescription {
  readonly name: string;
  readonly version: string;
  readonly objects: readonly unknown[];
}

/** What DescribeCluster gives: `endpoint` and `certificateAuthority.data` (base64 of PEM). */
interface ClusterEndpoint {
  readonly url: string;
  readonly certificateAuthority: string;
}

/** Requests so far of one cluster (its ARN): `list pods`, `list deployments.apps`, `get /version` → how many. */
type RequestCounts = (cluster: string) => Readonly<Record<string, number>>;

export interface KubernetesEstate {
  readonly endpoints: ReadonlyMap<string, ClusterEndpoint>;
  readonly faults: Faults;
  readonly counts: RequestCounts;
  /** Ends at once, open connections or not. */
  close(): Promise<void>;
}

/**
 * Serves the Kubernetes API of many clusters over TLS, read only, each on a port of its own of 127.0.0.1 and with an authority of
 * its own. Keys are cluster ARNs. Throws, before it listens, where a version or an object is malformed.
 */
export async function serveKubernetes(clusters: ReadonlyMap<string, ClusterDescription>): Promise<KubernetesEstate> {
  const faults = faultPlan();
  const counts = new Map<string, Map<string, number>>();
  const described = [...clusters].map(([arn, { name, version, objects }]) => {
    const cluster: Cluster = { catalogue: catalogue(arn, objects), version: versionOf(version) };
    return { arn, name, cluster };
  });
  const listeners = new Map<string, Listener>();
  const close = async () => {
    await Promise.all([...listeners.values()].map((listener) => listener.close()));
  };
  try {
    for (const { arn, name, cluster } of described) {
      const count = new Map<string, number>();
      counts.set(arn, count);
      listeners.set(arn, await listen(name, () => faults.ofConnection(arn), handler(arn, cluster, faults, count)));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const endpoints = new Map([...listeners].map(([arn, { url, certificateAuthority }]) => [arn, { url, certificateAuthority }]));
  return { endpoints, faults, counts: (arn) => Object.fromEntries(counts.get(arn) ?? []), close };
}

function handler(arn: string, cluster: Cluster, faults: FaultPlan, count: Map<string, number>) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(`https://cluster.invalid${request.url ?? '/'}`);
    const asked = askedOf(request.method ?? '', url);
    const name = describe(asked);
    count.set(name, (count.get(name) ?? 0) + 1);
    const truth = (body: string): Answer => {
      const token = request.headers.authorization?.match(/^Bearer (.*)$/i)?.[1];
      if (token === undefined) return anonymousAnswer(cluster, asked);
      return acceptsToken(token)
        ? apiAnswer(cluster, asked, { query: url.searchParams, accept: request.headers.accept, body })
        : failure(401, 'Unauthorized');
    };
    const rule = faults.ofRequest(arn, asked);
    const answer = (body: string): void => {
      if (rule) misbehave(rule, request, response, truth(body)).catch(() => response.destroy());
      else send(response, truth(body));
    };
    if (asked.verb === 'create') withBody(request, answer);
    else {
      request.resume();
      answer('');
    }
  };
}

/** The little that a review has; of anything longer only the beginning. */
function withBody(request: IncomingMessage, then: (body: string) => void): void {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    if (body.length < MAX_BODY) body += chunk;
  });
  request.on('end', () => then(body));
}

const MAX_BODY = 64 * 1024;
