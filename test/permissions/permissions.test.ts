import { expect, test } from 'vitest';
import type { Reads } from '../../shared/facts/fact.ts';
import { facts } from '../../shared/facts/index.ts';
import { clusterRole, iamPolicy } from '../../shared/permissions/index.ts';

const actions = (names?: Parameters<typeof iamPolicy>[0]) => iamPolicy(names).Statement[0].Action;

test('the policy is what all facts read, once each, in order, and reads only', () => {
  const read = Object.values(facts).flatMap((fact) => ('reads' in fact ? ((fact.reads as Reads).aws ?? []) : []));
  expect(actions()).toEqual([...new Set(read)].sort());
  for (const action of actions()) expect(action).toMatch(/^[a-z0-9]+:(Describe|List|Get)[A-Za-z]+$/);
});

test('a fact brings what it is derived from and what it comes after', () => {
  expect(actions(['encryptionKeys'])).toEqual(['eks:DescribeCluster', 'eks:ListClusters', 'kms:DescribeKey']);
  expect(actions(['clock'])).toEqual([]);
});

test('the cluster role lists and gets, and never sees a Secret', () => {
  const { rules, ...role } = clusterRole();
  expect(role).toEqual({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'postern' } });
  expect(rules).toContainEqual({ nonResourceURLs: ['/version'], verbs: ['get'] });
  expect(JSON.stringify(rules)).not.toMatch(/secrets|proxy|\*/);
});

test('a rule for each API group, with only what the facts read', () => {
  expect(clusterRole(['namespaces']).rules).toEqual([{ apiGroups: [''], resources: ['namespaces'], verbs: ['list'] }]);
  expect(clusterRole(['securityGroups']).rules).toEqual([]);
});
