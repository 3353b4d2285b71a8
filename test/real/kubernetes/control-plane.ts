import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type ApiClient, apiClient } from './api-client.ts';
import { goProgram } from './go.ts';

/** Versions of Kubernetes that are built here: one folder each under `control-plane/`, with the module files of that version. */
export type KubernetesVersion = '1.36.3' | '1.31.0';

/** A running control plane: etcd, kube-apiserver and kube-controller-manager, without nodes; all of it on 127.0.0.1. */
export interface ControlPlane {
  readonly server: string;
  /** Of the API server, PEM. */
  readonly certificateAuthority: string;
  /** A kubeconfig of a member of system:masters, its only context `control-plane`. */
  readonly kubeconfig: string;
  /** Asks as that user. */
  readonly client: ApiClient;
  close(): Promise<void>;
}

const folder = fileURLToPath(new URL('./control-plane/', import.meta.url));

/**
 * Builds a control plane when it is not in `.cache/`, and starts it: about 5 s. It ends with `close`, and with this process.
 * @param flags of kube-apiserver, after its own
 * @throws Error that says what is missing, or what the control plane said
 */
export async function startControlPlane(version: KubernetesVersion, flags: readonly string[] = []): Promise<ControlPlane> {
  const program = await controlPlaneProgram(version);
  const state = await mkdtemp(join(tmpdir(), 'postern-control-plane-'));
  const running = spawn(program, ['up', state, ...flags], { env: { TMPDIR: tmpdir() }, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  running.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-2_000);
  });
  const stop = async () => {
    await ended(running);
    await rm(state, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const access = await firstLine(running);
    const [certificateAuthority, certificate, key] = await Promise.all(
      [access.certificateAuthority, access.clientCertificate, access.clientKey].map((file) => readFile(file ?? '', 'utf8')),
    );
    const client = apiClient(`${access.server}`, { ca: certificateAuthority ?? '', cert: certificate ?? '', key: key ?? '' });
    const close = async () => {
      client.close();
      await stop();
    };
    return {
      server: `${access.server}`,
      certificateAuthority: certificateAuthority ?? '',
      kubeconfig: `${access.kubeconfig}`,
      client,
      close,
    };
  } catch (error) {
    await stop();
    throw new Error(`the control plane of Kubernetes ${version} does not start: ${said}`, { cause: error });
  }
}

/** The program of a version, built when it is not in `.cache/`. @throws Error that says what is missing */
function controlPlaneProgram(version: KubernetesVersion): Promise<string> {
  const variable = (name: string) => `k8s.io/component-base/version.${name}`;
  return goProgram({
    name: 'control-plane',
    version,
    sources: folder,
    module: join(folder, version),
    variables: {
      [variable('gitVersion')]: `v${version}`,
      [variable('gitMajor')]: '1',
      [variable('gitMinor')]: version.split('.')[1] ?? '',
      [variable('gitTreeState')]: 'clean',
    },
  });
}

async function firstLine(running: ChildProcess): Promise<Readonly<Record<string, string>>> {
  if (running.stdout === null) throw new Error('no output');
  const lines = createInterface({ input: running.stdout });
  try {
    for await (const line of lines) return JSON.parse(line) as Record<string, string>;
  } finally {
    lines.close();
  }
  throw new Error('it ended');
}

/** It ends when its standard input does; what still runs after ten seconds is killed. */
async function ended(running: ChildProcess): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return;
  const exit = once(running, 'exit');
  running.stdin?.end();
  const late = setTimeout(() => running.kill('SIGKILL'), 10_000);
  await exit;
  clearTimeout(late);
}
