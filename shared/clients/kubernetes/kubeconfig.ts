import { readFile, stat } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { KubeConfig, User } from '@kubernetes/client-node';
import { connect, type KubernetesConnection } from './connection.ts';
import { KubernetesError } from './errors.ts';
import { boundPlugins, PLUGIN_LIMITS } from './exec-plugin.ts';

const MAX_FILE_BYTES = 4 * 1024 * 1024;
const MAX_TOKEN_BYTES = 64 * 1024;

/**
 * A connection as one context of a kubeconfig file says; file and context are always named, nothing is looked for. The file is read by
 * @kubernetes/client-node, which is loaded here only; its exec plugins run where the user has one (`aws eks get-token`), as kubectl
 * runs them, and again when their token has expired. What would weaken the connection is refused, not ignored: no verification, no
 * authority, a proxy, http, a password, impersonation, legacy auth providers. Throws `configuration`, `certificate` or `unauthorized`.
 */
export async function kubeconfigConnection(file: string, context: string): Promise<KubernetesConnection> {
  const at = `kubeconfig ${JSON.stringify(file)}, context ${JSON.stringify(context)}`;
  const { config, tokenFiles } = await parsed(file, at);
  config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  if (!cluster) throw new KubernetesError('configuration', `${at}: no such context, or its cluster is missing`);
  if (!user) throw new KubernetesError('configuration', `${at}: its user is missing`);
  const refused: readonly (readonly [boolean, string])[] = [
    [!cluster.server.startsWith('https://'), 'its server is not an https address'],
    [cluster.skipTLSVerify === true, 'insecure-skip-tls-verify: remove it'],
    [cluster.proxyUrl !== undefined, 'proxy-url: not supported; run the scanner where it reaches the cluster'],
    [!cluster.caData && !cluster.caFile, 'no certificate-authority: add it, the roots of the system are not used'],
    ...refusedOf(user),
  ];
  const reason = refused.find(([present]) => present)?.[1];
  if (reason !== undefined) throw new KubernetesError('configuration', `${at}: ${reason}`);

  const first = await credentialsOf(config, at);
  const tokenFile = tokenFiles.get(user.name);
  const bearer = async () => (tokenFile === undefined ? bearerOf(await credentialsOf(config, at)) : tokenIn(tokenFile, at));
  const { ca, cert, key, servername } = first;
  return connect({
    server: cluster.server,
    certificateAuthority: String(ca ?? ''),
    ...(cert && key && { clientCertificate: { certificate: String(cert), key: String(key) } }),
    ...(servername !== undefined && { serverName: servername }),
    ...((tokenFile ?? bearerOf(first)) !== undefined && { bearerToken: async () => (await bearer()) ?? '' }),
  });
}

/** The contexts of a kubeconfig file, and the one that it says is current. Throws `configuration`. */
export async function kubeconfigContexts(
  file: string,
): Promise<{ readonly current: string | undefined; readonly names: readonly string[] }> {
  const { config } = await parsed(file, `kubeconfig ${JSON.stringify(file)}`);
  const current: unknown = config.getCurrentContext();
  return {
    current: typeof current === 'string' && current !== '' ? current : undefined,
    names: config.getContexts().map(({ name }) => name),
  };
}

interface Parsed {
  readonly config: KubeConfig;
  /** Of users who have one. client-node drops `tokenFile`, which is how a pod has its token (client-go, tools/clientcmd/api/v1 AuthInfo). */
  readonly tokenFiles: ReadonlyMap<string, string>;
}

async function parsed(file: string, at: string): Promise<Parsed> {
  const { KubeConfig, loadYaml } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  boundPlugins(config);
  try {
    const text = await textOf(file, MAX_FILE_BYTES);
    if (text === undefined)
      throw new KubernetesError('configuration', `${at}: is no file, or is larger than ${MAX_FILE_BYTES} bytes`);
    const folder = file.replace(/[^/\\]*$/, '') || '.';
    config.loadFromString(text);
    config.makePathsAbsolute(folder);
    return { config, tokenFiles: tokenFilesIn(loadYaml(text), folder) };
  } catch (error) {
    if (error instanceof KubernetesError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new KubernetesError('configuration', `${at}: there is no such file`);
    if (code === 'EACCES' || code === 'EPERM') throw new KubernetesError('configuration', `${at}: may not be read`);
    if (code === 'EISDIR') throw new KubernetesError('configuration', `${at}: is a folder`);
    throw new KubernetesError('configuration', `${at}: cannot be read, or is not a kubeconfig`); // the parser's message quotes the file
  }
}

/** The text of an ordinary file of at most so many bytes: a device has no end, and a pipe may have no writer. */
async function textOf(file: string, most: number): Promise<string | undefined> {
  const found = await stat(file);
  if (found.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  return found.isFile() && found.size <= most ? readFile(file, 'utf8') : undefined;
}

interface Users {
  readonly users?: readonly { readonly name: string; readonly user?: { readonly tokenFile?: unknown } }[] | null;
}

function tokenFilesIn(kubeconfig: unknown, folder: string): ReadonlyMap<string, string> {
  return new Map(
    ((kubeconfig as Users).users ?? []).flatMap(({ name, user }): [string, string][] =>
      typeof user?.tokenFile === 'string' && user.tokenFile !== '' ? [[name, resolve(folder, user.tokenFile)]] : [],
    ),
  );
}

/** The token as the file has it now: the kubelet writes it anew before it expires. */
async function tokenIn(file: string, at: string): Promise<string> {
  try {
    const token = await textOf(file, MAX_TOKEN_BYTES);
    if (token === undefined) throw new Error('no file, or too large');
    return token.trim();
  } catch {
    throw new KubernetesError('unauthorized', `${at}: the token file of its user cannot be read, or is larger than a token`, {
      action: 'see that tokenFile names a file with a token, and that it can be read',
    });
  }
}

const refusedOf = (user: User): [boolean, string][] => [
  [Boolean(user.username || user.password), 'username and password: not supported since Kubernetes 1.19'],
  [Boolean(user.impersonateUser), 'impersonation (as): not supported'],
  [Boolean(user.authProvider), 'auth-provider: removed in Kubernetes 1.26; use exec'],
];

/** What client-node would put into a request: files read, exec plugins run. Its messages can hold their output, so they are dropped. */
async function credentialsOf(config: KubeConfig, at: string): Promise<RequestOptions> {
  const options: RequestOptions = {};
  const timer = new AbortController();
  const late = wait(PLUGIN_LIMITS.milliseconds, undefined, { signal: timer.signal }).then(() => {
    throw new Error('late');
  });
  try {
    await Promise.race([config.applyToHTTPSOptions(options), late]);
    return options;
  } catch {
    throw new KubernetesError('unauthorized', `${at}: its credentials could not be had`, {
      action: 'run the exec command of its user by hand, and see that its files can be read',
    });
  } finally {
    timer.abort();
  }
}

function bearerOf({ headers }: RequestOptions): string | undefined {
  const value = headers !== undefined && 'Authorization' in headers ? headers.Authorization : undefined;
  return typeof value === 'string' && value.startsWith('Bearer ') ? value.slice('Bearer '.length).trim() : undefined;
}
