import { KubeConfig } from '@kubernetes/client-node';
import { expect, test } from 'vitest';
import { boundPlugins } from '../../../shared/clients/kubernetes/exec-plugin.ts';

function withPlugin(script: string, limits: { readonly milliseconds: number; readonly bytes: number }): KubeConfig {
  const config = new KubeConfig();
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: ['-e', script] };
  config.loadFromOptions({
    clusters: [{ name: 'c', server: 'https://127.0.0.1' }],
    users: [{ name: 'u', exec }],
    contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
    currentContext: 'x',
  });
  boundPlugins(config, limits);
  return config;
}

test('a plugin that prints without end is killed, and so is one that never ends', async () => {
  const endless = 'const more = () => process.stdout.write("hunter2".repeat(9000), more); more();';
  const hanging = 'setInterval(() => {}, 1000)';
  await expect(withPlugin(endless, { milliseconds: 30_000, bytes: 100_000 }).applyToHTTPSOptions({})).rejects.toThrow();
  await expect(withPlugin(hanging, { milliseconds: 50, bytes: 100_000 }).applyToHTTPSOptions({})).rejects.toThrow();
});

test('one that answers has its answer', async () => {
  const answer = JSON.stringify({ status: { token: 't' } });
  const options: { headers?: unknown } = {};
  await withPlugin(`console.log(${JSON.stringify(answer)})`, { milliseconds: 30_000, bytes: 100_000 }).applyToHTTPSOptions(
    options as object,
  );
  expect(options.headers).toEqual({ Authorization: 'Bearer t' });
});
