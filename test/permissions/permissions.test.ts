import { expect, test } from 'vitest';
import type { Reads } from '../../shared/facts/fact.ts';
import { facts } from '../../shared/facts/index.ts';
import { accessEntryCommand, clusterRole, clusterRoleBinding, iamPolicy } from '../../shared/permissions/index.ts';

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
  expect(JSON.stringify(rules)).not.toMatch(/secrets|proxy|\*|create|version/);
  expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['list']));
});

test('the list of Secrets is a right only where it is asked for', () => {
  const of = (secrets: boolean) => clusterRole(undefined, { secrets }).rules;
  expect(of(false)).toEqual(clusterRole().rules);
  const added = of(true)
    .flatMap(({ resources }) => resources)
    .filter((one) => !of(false).some(({ resources }) => resources.includes(one)));
  expect(added).toEqual(['secrets']);
});

test('the binding gives the role to the group of the access entry', () => {
  expect(clusterRoleBinding.roleRef.name).toBe(clusterRole().metadata.name);
  expect(accessEntryCommand('scanner')).toMatch(
    new RegExp(`role/scanner --kubernetes-groups ${clusterRoleBinding.subjects[0].name}$`),
  );
});

test('what every authenticated user may do is named, and no right', () => {
  const everybody = Object.values(facts).flatMap((fact) =>
    'reads' in fact ? ((fact.reads as Reads).kubernetesByDefault ?? []) : [],
  );
  expect(everybody).toEqual(['get /version', 'create selfsubjectaccessreviews.authorization.k8s.io']);
});

test('a rule for each API group, with only what the facts read', () => {
  expect(clusterRole(['namespaces']).rules).toEqual([{ apiGroups: [''], resources: ['namespaces'], verbs: ['list'] }]);
  expect(clusterRole(['securityGroups']).rules).toEqual([]);
});
