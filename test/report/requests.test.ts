import { describe, expect, test } from 'vitest';
import { gaps } from '../../shared/report/gaps.ts';
import type { ReportTarget } from '../../shared/report/report.ts';

const cluster = (name: string, missing: ReportTarget['missing']): ReportTarget => ({
  kind: 'eks',
  account: '111122223333',
  region: 'eu-central-1',
  cluster: { name, version: '1.33' },
  status: 'partial',
  missing,
});

const refused = (server: string, path: string, resource: string, group = 'core group') => ({
  fact: resource,
  why: `GET ${path} at ${server}: forbidden (403)`,
  action: `grant list on ${resource} (${group})`,
});
const lists = (server: string) => [
  refused(server, '/api/v1/pods', 'pods'),
  refused(server, '/api/v1/nodes', 'nodes'),
  refused(server, '/apis/apps/v1/deployments', 'deployments', 'group apps'),
];

describe('requests of one API that came to one end', () => {
  test('are one thing to mend, in every cluster that has it, whatever its address', () => {
    expect(gaps([cluster('a', lists('10.0.0.1:443')), cluster('b', lists('10.0.0.2:443'))])).toEqual([
      {
        why: '3 requests to the Kubernetes API: forbidden (403)',
        action:
          'grant list on pods, nodes (core group); deployments (group apps): postern permissions --kubernetes prints the ClusterRole',
        facts: ['deployments', 'nodes', 'pods'],
        concerned: [
          { target: 0, items: [] },
          { target: 1, items: [] },
        ],
      },
    ]);
  });

  test('are told one by one where they are few, without the address', () => {
    expect(gaps([cluster('a', lists('10.0.0.1:443').slice(0, 2))]).map(({ why, action }) => [why, action])).toEqual([
      ['GET /api/v1/pods: forbidden (403)', 'grant list on pods (core group)'],
      ['GET /api/v1/nodes: forbidden (403)', 'grant list on nodes (core group)'],
    ]);
  });

  test('of several ends are told apart, and leave other reasons as they are', () => {
    const other = {
      fact: 'keys',
      item: 'k',
      why: 'AccessDenied: kms:DescribeKey',
      action: 'grant kms:DescribeKey to the scanning role',
    };
    const throttled = { fact: 'jobs', why: 'GET /apis/batch/v1/jobs at 10.0.0.1: throttled (429)', action: 'scan again later' };
    expect(gaps([cluster('a', [other, ...lists('10.0.0.1'), throttled])]).map(({ why }) => why)).toEqual([
      'AccessDenied: kms:DescribeKey',
      '3 requests to the Kubernetes API: forbidden (403)',
      'GET /apis/batch/v1/jobs: throttled (429)',
    ]);
  });

  test('with one action have it once', () => {
    const stranger = lists('10.0.0.1').map((entry) => ({
      ...entry,
      why: entry.why.replace('forbidden (403)', 'the cluster does not know the caller (401)'),
      action: 'give the scanner an EKS access entry',
    }));
    expect(gaps([cluster('a', stranger)]).map(({ why, action }) => [why, action])).toEqual([
      ['3 requests to the Kubernetes API: the cluster does not know the caller (401)', 'give the scanner an EKS access entry'],
    ]);
  });
});
