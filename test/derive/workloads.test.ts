import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { list } from '../../shared/checks/base.ts';
import {
  controllers as baseControllers,
  pods as basePods,
  container,
  firstPod,
  podSpec,
} from '../../shared/checks/base-kubernetes.ts';
import type { Stored } from '../../shared/facts/index.ts';
import type { PodSpec } from '../../shared/facts/pod-spec.ts';
import { tries } from '../whole.ts';
import { denied, derived, reason } from './derived.ts';

type Pod = Stored<'pods'>;
type Controller = Stored<'controllers'>;
type Owner = NonNullable<Pod['owner']>;

const owned = (kind: string, name: string, uid = `${kind}/${name}`, apiVersion = 'apps/v1'): { owner: Owner } => ({
  owner: { apiVersion, kind, name, uid },
});
const pod = (name: string, more: Partial<Pod> = {}): Pod => {
  const { owner: _, ...rest } = firstPod;
  return { ...rest, name, uid: `Pod/${name}`, ...more };
};
const controller = (kind: string, name: string, more: Partial<Controller> = {}): Controller => ({
  apiVersion: kind.endsWith('Job') ? 'batch/v1' : 'apps/v1',
  kind,
  namespace: 'shop',
  name,
  uid: `${kind}/${name}`,
  ...more,
});
const template = { labels: { app: 'web' }, spec: podSpec };
const spec = (members: Partial<PodSpec>): PodSpec => ({ ...podSpec, ...members });

const workloads = (
  pods: readonly Pod[],
  controllers: readonly Controller[] = [],
  missing: { pods?: object[]; controllers?: object[] } = {},
) =>
  derived('workloads', {
    pods: list(pods, (missing.pods ?? []) as never),
    controllers: list(controllers, (missing.controllers ?? []) as never),
  });
const items = (fact: ReturnType<typeof workloads>) => (fact.known ? fact.items : expect.unreachable());
/** `Kind/name: pods, who has each specification`. */
const shown = (fact: ReturnType<typeof workloads>) =>
  items(fact).map(({ kind, name, pods, specs }) => [
    `${kind}/${name}`,
    pods,
    ...specs.map(({ of }) => (of === 'template' ? of : of.pods.join())),
  ]);

describe('workloads', () => {
  it('a Deployment is one, with its ReplicaSet and pods', () => {
    expect(derived('workloads')).toEqual({
      known: true,
      items: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'shop',
          name: 'web',
          platform: false,
          pods: 1,
          specs: [{ of: 'template', labels: { app: 'web' }, spec: podSpec }],
        },
      ],
      missing: [],
    });
  });

  it.each<[string, Pod[], Controller[], unknown[]]>([
    ['a pod of nobody', [pod('a')], [], [['Pod/a', 1, 'a']]],
    [
      'a Job of a CronJob',
      [pod('a', owned('Job', 'j', 'Job/j', 'batch/v1'))],
      [controller('Job', 'j', owned('CronJob', 'c', 'CronJob/c', 'batch/v1')), controller('CronJob', 'c', { template })],
      [['CronJob/c', 1, 'template']],
    ],
    [
      'a controller without pods',
      [],
      [controller('StatefulSet', 's', { template, replicas: 0 })],
      [['StatefulSet/s', 0, 'template']],
    ],
    [
      'a kind that Kubernetes does not have',
      [pod('a', owned('Rollout', 'r', 'x', 'argoproj.io/v1alpha1'))],
      [],
      [['Rollout/r', 1, 'a']],
    ],
    [
      'a ReplicaSet of such a kind',
      [pod('a', owned('ReplicaSet', 's'))],
      [controller('ReplicaSet', 's', { ...owned('Rollout', 'r', 'x', 'argoproj.io/v1alpha1'), template, replicas: 1 })],
      [['Rollout/r', 1, 'template']],
    ],
    [
      'its former ReplicaSets',
      [],
      [controller('ReplicaSet', 's', { ...owned('Rollout', 'r', 'x', 'argoproj.io/v1alpha1'), template, replicas: 0 })],
      [],
    ],
    [
      'a pod that differs from its template',
      [pod('a', { ...owned('DaemonSet', 'd'), spec: spec({ hostPID: true }) }), pod('b', owned('DaemonSet', 'd'))],
      [controller('DaemonSet', 'd', { template })],
      [['DaemonSet/d', 2, 'template', 'a']],
    ],
    [
      'at most three names of pods',
      ['a', 'b', 'c', 'd'].map((name) => pod(name, owned('Rollout', 'r', 'x', 'a.io/v1'))),
      [],
      [['Rollout/r', 4, 'a,b,c']],
    ],
    [
      'pods that have ended',
      [pod('a', { phase: 'Succeeded' }), pod('b', { phase: 'Failed' }), pod('c', { phase: 'Pending' })],
      [],
      [['Pod/c', 1, 'c']],
    ],
    [
      'static pods of two nodes',
      ['n1', 'n2'].map((node) => pod(`proxy-${node}`, { node, mirror: true, ...owned('Node', node, node, 'v1') })),
      [],
      [['Pod/proxy', 2, 'proxy-n1,proxy-n2']],
    ],
    ['a pod that claims to be static', [pod('proxy-n1', { node: 'n1', mirror: true })], [], [['Pod/proxy-n1', 1, 'proxy-n1']]],
  ])('%s', (_, pods, controllers, expected) => {
    expect(shown(workloads(pods, controllers))).toEqual(expected);
  });

  it.each<[string, Pod, Controller[], string]>([
    ['a uid that nobody has', pod('a', owned('Deployment', 'web', 'forged')), [...baseControllers], 'Deployment/web'],
    [
      'the uid of something else',
      pod('a', owned('Ghost', 'x', 'Deployment/web')),
      [controller('Deployment', 'web', { template })],
      'Ghost/x',
    ],
    [
      'another namespace',
      pod('a', { namespace: 'evil', ...owned('Deployment', 'web') }),
      [controller('Deployment', 'web', { template })],
      'Deployment/web',
    ],
    ['itself', pod('a', owned('Pod', 'a', 'Pod/a', 'v1')), [], 'Pod/a'],
    [
      'a circle',
      pod('a', owned('Job', 'j')),
      [controller('Job', 'j', { apiVersion: 'apps/v1', ...owned('Job', 'k') }), controller('Job', 'k', owned('Job', 'j'))],
      'Pod/a',
    ],
  ])('an owner that is forged hides nothing: %s', (_, forged, controllers, id) => {
    const odd = { ...forged, spec: spec({ hostPID: true }) };
    const found = items(workloads([odd], controllers)).filter(({ specs }) => specs.some((one) => one.spec.hostPID));
    expect(found.map(({ kind, name, namespace }) => [`${kind}/${name}`, namespace])).toEqual([[id, forged.namespace]]);
  });

  it('what Kubernetes writes into every pod makes no other specification', () => {
    const token = { name: 'kube-api-access', type: 'projected', tokens: [{ expirationSeconds: 3607 }] };
    const mount = { name: token.name, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true };
    const { serviceAccountName: _, ...unnamed } = spec({ hostNetwork: true });
    const made = spec({
      hostNetwork: true,
      serviceAccountName: 'default',
      priorityClassName: 'standard',
      imagePullSecrets: ['login'],
      volumes: [...podSpec.volumes, token, { name: 'data', type: 'persistentVolumeClaim', reference: 'data-web-0' }],
      containers: [
        {
          ...container,
          ports: container.ports.map((port) => ({ ...port, hostPort: 8080 })),
          volumeMounts: [...container.volumeMounts, mount],
        },
      ],
    });
    const controllers = [controller('StatefulSet', 's', { template: { ...template, spec: unnamed } })];
    expect(shown(workloads([pod('s-0', { ...owned('StatefulSet', 's'), spec: made })], controllers))).toEqual([
      ['StatefulSet/s', 1, 'template'],
    ]);
    const odd = [
      spec({ ...made, volumes: [...podSpec.volumes, { ...token, tokens: [{ audience: 'vault' }] }] }),
      spec({ ...made, volumes: [...podSpec.volumes, { name: token.name, type: 'hostPath', hostPath: { path: '/' } }] }),
      spec({ ...made, containers: [{ ...container, volumeMounts: [{ ...mount, mountPath: '/elsewhere' }] }] }),
      spec({ ...made, serviceAccountName: 'admin' }),
    ];
    for (const one of odd)
      expect(items(workloads([pod('s-0', { ...owned('StatefulSet', 's'), spec: one })], controllers))[0]?.specs).toHaveLength(
        2,
      );
  });

  it('namespaces of the platform are told apart', () => {
    expect(items(workloads([pod('a', { namespace: 'kube-system' })])).map(({ platform }) => platform)).toEqual([true]);
  });
});

describe('what could not be read', () => {
  const refused = (resource: string) => ({ id: resource, ...reason });
  it('without the pods, or any controller, nothing is known whole', () => {
    expect(derived('workloads', { pods: denied })).toEqual(denied);
    expect(derived('workloads', { controllers: denied })).toEqual(denied);
  });

  it.each<[string, Controller[], Pod[], string[], string[]]>([
    ['deployments.apps', [...baseControllers.slice(1)], [...basePods], [], ['Deployment/shop/web', 'deployments.apps']],
    [
      'replicasets.apps',
      [...baseControllers.slice(0, 1)],
      [...basePods],
      ['Deployment/shop/web'],
      ['ReplicaSet/shop/web-7d4', 'replicasets.apps'],
    ],
    [
      'jobs.batch',
      [controller('CronJob', 'c', { template })],
      [pod('a', owned('Job', 'j', 'x', 'batch/v1')), pod('b')],
      ['CronJob/shop/c', 'Pod/shop/b'],
      ['Job/shop/j', 'jobs.batch'],
    ],
    [
      'replicationcontrollers',
      [],
      [pod('a', owned('ReplicationController', 'r', 'x', 'v1')), pod('b', owned('ReplicationController', 'r', 'x', 'a.io/v1'))],
      [],
      ['ReplicationController/shop/r', 'replicationcontrollers'],
    ],
    ['statefulsets.apps', [...baseControllers], [...basePods], ['Deployment/shop/web'], ['statefulsets.apps']],
  ])('without %s, what needs them is missing, and nothing else', (resource, controllers, pods, known, lacking) => {
    const fact = workloads(pods, controllers, { controllers: [refused(resource)] });
    expect(items(fact).map(({ kind, namespace, name }) => `${kind}/${namespace}/${name}`)).toEqual(known);
    expect(fact.known && fact.missing.map(({ id }) => id).sort()).toEqual(lacking);
    expect(fact.known && fact.missing).toEqual(expect.arrayContaining(lacking.map((id) => ({ id, ...reason }))));
  });

  it('an object that is malformed is missing, also where its pods name it', () => {
    const fact = workloads(basePods, baseControllers.slice(1), {
      controllers: [{ id: 'Deployment/shop/web', ...reason }],
      pods: [{ id: 'Pod/shop/x', ...reason }],
    });
    expect(fact).toEqual({
      known: true,
      items: [],
      missing: ['Deployment/shop/web', 'Pod/shop/x'].map((id) => ({ id, ...reason })),
    });
  });

  it('a workload whose pods are all different is not judged', () => {
    const pods = Array.from({ length: 1001 }, (_, index) =>
      pod(`p${index}`, { ...owned('Rollout', 'r', 'x', 'a.io/v1'), spec: spec({ nodeName: 'n', hostAliases: [`${index}`] }) }),
    );
    expect(workloads(pods)).toMatchObject({
      items: [],
      missing: [{ id: 'Rollout/shop/r', why: expect.stringContaining('1000') }],
    });
  });
});

it('every pod that has not ended is in a workload that has its specification, whatever owners are claimed', () => {
  const uid = fc.constantFrom('u0', 'u1', 'u2', 'u3');
  const kind = fc.constantFrom('Deployment', 'ReplicaSet', 'Job', 'Node', 'Ghost');
  const name = fc.constantFrom('a', 'b', 'a-n1');
  const owner = fc.option(fc.record({ apiVersion: fc.constantFrom('v1', 'apps/v1'), kind, name, uid }), { nil: undefined });
  const namespace = fc.constantFrom('shop', 'kube-system');
  const anyPod = fc.record({
    namespace,
    name,
    owner,
    mirror: fc.boolean(),
    hostPID: fc.boolean(),
    node: fc.constantFrom('n1', 'a'),
  });
  const anyController = fc.record({
    namespace,
    kind,
    name,
    uid,
    owner,
    withTemplate: fc.boolean(),
    replicas: fc.constantFrom(0, 1),
  });
  fc.assert(
    fc.property(
      fc.array(anyPod, { maxLength: 5 }),
      fc.array(anyController, { maxLength: 5 }),
      (podsGiven, controllersGiven) => {
        const pods = podsGiven.map(({ owner: above, hostPID, ...one }, index) =>
          pod(one.name, { ...one, uid: `${index}`, ...(above && { owner: above }), spec: spec({ hostPID }) }),
        );
        const controllers = controllersGiven.map(({ owner: above, withTemplate, ...one }) =>
          controller(one.kind, one.name, { ...one, ...(above && { owner: above }), ...(withTemplate && { template }) }),
        );
        const found = items(workloads(pods, controllers));
        expect(found.reduce((sum, one) => sum + one.pods, 0)).toBe(pods.length);
        for (const one of pods)
          expect(
            found.some(
              ({ namespace: at, specs }) =>
                at === one.namespace && specs.some((each) => each.spec.hostPID === one.spec.hostPID),
            ),
          ).toBe(true);
      },
    ),
    { numRuns: tries(60, 5_000) },
  );
});

it('what leaves its template to an owner that is not there is missing, and not left out', () => {
  const forged = owned('Deployment', 'ghost');
  expect(workloads([], [controller('ReplicaSet', 'r', { ...forged, replicas: 1 })])).toMatchObject({
    items: [],
    missing: [{ id: 'Deployment/shop/ghost', why: expect.stringContaining('ReplicaSet/shop/r'), action: expect.any(String) }],
  });
  expect(workloads([], [controller('ReplicaSet', 'r', { ...forged, replicas: 0 })])).toMatchObject({ items: [], missing: [] });
});

describe('what may not have been read of a workload', () => {
  const web = controller('Deployment', 'web', { template });
  const daemon = controller('DaemonSet', 'agent', { template });
  const rollout = pod('roll-x', owned('Rollout', 'roll', 'r', 'argoproj.io/v1alpha1'));
  const wholes = (missing: { pods?: object[]; controllers?: object[] }) =>
    Object.fromEntries(
      items(workloads([rollout], [web, daemon], missing)).map(({ kind, whole }) => [kind, whole === undefined]),
    );
  const lost = (id: string) => ({ ...reason, id });

  it.each([
    [{}, { Deployment: true, DaemonSet: true, Rollout: true }],
    [{ pods: [lost('Pod/shop/web-x')] }, { Deployment: false, DaemonSet: false, Rollout: false }],
    [{ pods: [lost('Pod/other/web-x')] }, { Deployment: true, DaemonSet: true, Rollout: true }],
    [{ controllers: [lost('replicasets.apps')] }, { Deployment: false, DaemonSet: true, Rollout: false }],
    [{ controllers: [lost('ReplicaSet/shop/web-1')] }, { Deployment: false, DaemonSet: true, Rollout: false }],
    [{ controllers: [lost('jobs.batch')] }, { Deployment: true, DaemonSet: true, Rollout: false }],
  ])('%j', (missing, expected) => {
    expect(wholes(missing)).toEqual(expected);
  });
});
