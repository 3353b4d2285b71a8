import { afterAll, beforeAll, expect, test } from 'vitest';
import { clusterRole, clusterRoleBinding } from '../../../shared/permissions/index.ts';
import { readingOf } from '../../../tools/bench/kubernetes.ts';
import { objectsOf } from '../../../tools/bench/kubernetes-objects.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';

interface Made {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly ownerReferences?: unknown };
}

const pods = 5_000;
let plane: ControlPlane;
let token: string;
beforeAll(async () => {
  plane = await startControlPlane('1.36.3');
  const { client } = plane;
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  const scanner = '/api/v1/namespaces/kube-system/serviceaccounts';
  await client.must('POST', `${rbac}/clusterroles`, clusterRole());
  const subjects = [{ kind: 'ServiceAccount', name: 'scanner', namespace: 'kube-system' }];
  await client.must('POST', `${rbac}/clusterrolebindings`, { ...clusterRoleBinding, subjects });
  await client.must('POST', scanner, { metadata: { name: 'scanner' } });
  const made = await client.must('POST', `${scanner}/scanner/token`, { spec: { expirationSeconds: 3600 } });
  token = (made as { readonly status: { readonly token: string } }).status.token;
  const all = objectsOf(pods) as readonly Made[];
  await each(
    all.filter(({ kind }) => kind === 'Namespace'),
    (one) => client.must('POST', '/api/v1/namespaces', one),
  );
  // Without owners, which would be collected as garbage: there are no such controllers here.
  await each(
    all.filter(({ kind }) => kind === 'Pod'),
    async ({ metadata: { ownerReferences: _, ...metadata }, ...pod }) =>
      client.must('POST', `/api/v1/namespaces/${metadata.namespace}/pods`, { ...pod, metadata }),
  );
}, 600_000);
afterAll(async () => plane?.close());

async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items].values();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}

test('5,000 pods in 500 namespaces are collected, derived and judged in 5 s and 300 MB', async () => {
  const certificateAuthority = Buffer.from(plane.certificateAuthority).toString('base64');
  const { cpuSeconds, verdicts, megabytes } = await readingOf({
    endpoint: plane.server,
    certificateAuthority,
    token,
  });
  expect(verdicts).toBeGreaterThan(pods);
  expect(megabytes).toBeLessThan(300);
  // Of the thread: the wall's time is that of whatever else runs here.
  expect(cpuSeconds).toBeLessThan(5);
});
