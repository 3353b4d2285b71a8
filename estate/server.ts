import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clusterArn } from './aws/answers/eks.ts';
import { credentialsOf } from './aws/credentials.ts';
import type { Values } from './aws/protocol.ts';
import type { EstateCall } from './calls.ts';
import { type Counts, counter } from './counts.ts';
import { type Faults, faultList } from './faults.ts';
import { checkEstate, type Estate } from './file.ts';
import { type ClusterDescription, type KubernetesEstate, serveKubernetes } from './kubernetes/server.ts';
import { respond, type World } from './respond.ts';
import { bucketsOf } from './s3/buckets.ts';
import { readRequest, send } from './wire.ts';

export { listNames } from './aws/catalogue.ts';
export type { EstateCall } from './calls.ts';
export { type FaultKind, faultKinds } from './faults.ts';
export { type Estate, EstateError, parseEstate } from './file.ts';

export interface EstateOptions {
  /** 0, a free one, unless given. */
  readonly port?: number;
  /** The secret that belongs to access keys which were not handed out here; `test` unless given. Presigned URLs are checked with it. */
  readonly secret?: string;
  /** Whether the clusters' own APIs are served too; they are, unless this is false. */
  readonly kubernetes?: boolean;
  /** Told of every request that reached an operation of an AWS service, once its answer is made. */
  readonly onCall?: (call: EstateCall) => void;
}

export interface RunningEstate {
  /** `http://127.0.0.1:<port>`: the endpoint of every service, as for AWS_ENDPOINT_URL. */
  readonly url: string;
  readonly counts: Counts;
  readonly faults: Faults;
  /** The clusters' own APIs: what goes wrong there, and what was asked. */
  readonly kubernetes: Pick<KubernetesEstate, 'faults' | 'counts' | 'endpoints'>;
  /** Ends at once, whatever is still open. */
  close(): Promise<void>;
}

/** What a cluster runs whose version the file does not say. */
const unknownVersion = '1.33';

/** Larger than any part of an upload that a results store makes. */
const maximumBody = 64 * 1024 * 1024;

/**
 * Serves an estate on 127.0.0.1: every service over plain HTTP on one port.
 * @throws EstateError if the estate breaks the contract of estate files (contracts 3.3)
 */
export async function startEstate(estate: Estate, options: EstateOptions = {}): Promise<RunningEstate> {
  checkEstate(estate, 'estate');
  const kubernetes = await serveKubernetes(options.kubernetes === false ? new Map() : clustersOf(estate));
  const secret = options.secret ?? 'test';
  const world: World = {
    estate,
    credentials: credentialsOf(estate, secret),
    endpoints: kubernetes.endpoints,
    buckets: bucketsOf(estate),
    faults: faultList(),
    counts: counter(),
    onCall: options.onCall,
  };
  const server = serve(world);
  const url = await listening(server, options.port ?? 0).catch(async (error: unknown) => {
    await kubernetes.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await Promise.all([closed, kubernetes.close()]);
  };
  return { url, counts: world.counts, faults: world.faults, kubernetes, close };
}

function serve(world: World): Server {
  // Idle connections stay: a client that waits for its rate must not find its connection closed.
  const server = createServer({ keepAliveTimeout: 0 }, (message, response) => {
    readRequest(message, maximumBody)
      .then((request) => {
        if (request === 'too large') return void response.writeHead(413, { connection: 'close' }).end();
        const { response: answer, fault } = respond(world, request);
        send(response, answer, fault);
      })
      // The client went away in the middle: there is nobody to tell.
      .catch(() => response.destroy());
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  return server;
}

const listening = (server: Server, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

/** Every cluster that runs: registered clusters run elsewhere, and one that is being made does not run yet. */
function clustersOf(estate: Estate): ReadonlyMap<string, ClusterDescription> {
  const found = new Map<string, ClusterDescription>();
  for (const [account, { regions = {} }] of Object.entries(estate.accounts))
    for (const [region, services] of Object.entries(regions)) {
      const described = Object.values(services.eks?.DescribeCluster ?? {}).map(
        (output) => (output as { readonly cluster?: Values })?.cluster,
      );
      const listed = (services.eks?.clusters ?? []) as readonly Values[];
      for (const cluster of [...listed, ...described]) {
        if (!cluster || cluster.connectorConfig || cluster.status === 'CREATING' || cluster.status === 'PENDING') continue;
        const name = String(cluster.name);
        const objects = (services.kubernetes?.[name] ?? []) as readonly unknown[];
        found.set(clusterArn(cluster, account, region), {
          name,
          version: /^\d+\.\d+$/.test(String(cluster.version)) ? String(cluster.version) : unknownVersion,
          objects,
        });
      }
    }
  return found;
}
