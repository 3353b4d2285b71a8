import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { podSpecOf } from '../../../shared/collect/kubernetes/pod-spec.ts';
import { Malformed } from '../../../shared/collect/kubernetes/raw.ts';
import { podSpecSchema } from '../../../shared/facts/pod-spec.ts';
import { randomPod } from '../../derive/pod-security/random.ts';

/** Marks every text that is looked at for credentials. */
const read = (raw: unknown, annotations: Readonly<Record<string, string>> = {}) =>
  podSpecOf(raw, {
    annotations,
    credentialsIn: (place, value) => (value.includes('hunter2') ? [{ detector: 'test', place, fingerprint: 'f' }] : []),
  });

const container = (rest: object = {}) => ({ name: 'web', ...rest });
const one = (rest: object) => {
  const [first] = read({ containers: [container(rest)] }).containers;
  if (first === undefined) throw new Error('no container');
  return first;
};

test('a pod that says nothing has nothing', () => {
  expect(read({ containers: [container()] })).toEqual({
    resources: {},
    containers: [
      {
        name: 'web',
        list: 'containers',
        programs: [],
        ports: [],
        env: [],
        envFrom: [],
        credentials: [],
        resources: {},
        volumeMounts: [],
        handlerHosts: [],
      },
    ],
    volumes: [],
    annotations: {},
    credentials: [],
    imagePullSecrets: [],
    hostAliases: [],
  });
});

test('null is not set, for every member', () => {
  const members = [
    'hostNetwork',
    'hostUsers',
    'securityContext',
    'volumes',
    'initContainers',
    'os',
    'serviceAccountName',
    'resources',
  ];
  const raw = { containers: [container({ securityContext: null, ports: null, env: null, livenessProbe: null })] };
  expect(read({ ...raw, ...Object.fromEntries(members.map((member) => [member, null])) })).toEqual(
    read({ containers: [container()] }),
  );
});

test('containers keep the list that they stand in: init, then regular, then ephemeral', () => {
  const { containers } = read({
    ephemeralContainers: [{ name: 'debug' }],
    containers: [{ name: 'web' }, { name: 'log' }],
    initContainers: [{ name: 'prepare', restartPolicy: 'Always' }],
  });
  expect(containers.map(({ name, list, restartPolicy }) => [name, list, restartPolicy])).toEqual([
    ['prepare', 'initContainers', 'Always'],
    ['web', 'containers', undefined],
    ['log', 'containers', undefined],
    ['debug', 'ephemeralContainers', undefined],
  ]);
});

test('of the environment there are names and sources, never values', () => {
  const raw = {
    env: [
      { name: 'MODE', value: 'fast' },
      { name: 'PASSWORD', value: 'hunter2' },
      { name: 'EMPTY' },
      { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'api', key: 'token' } } },
      { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } },
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
      { name: 'FILE', valueFrom: { fileKeyRef: { volumeName: 'f', path: 'p', key: 'k' } } },
      { name: 'FUTURE', valueFrom: { futureRef: { name: 'x' } } },
    ],
    envFrom: [{ secretRef: { name: 'all' } }, { prefix: 'X_', configMapRef: { name: 'more' } }, {}],
  };
  const { env, envFrom, credentials } = one(raw);
  expect(env).toEqual([
    { name: 'MODE', from: 'value' },
    { name: 'PASSWORD', from: 'value' },
    { name: 'EMPTY', from: 'value' },
    { name: 'TOKEN', from: 'secret', reference: 'api' },
    { name: 'LEVEL', from: 'config-map', reference: 'settings' },
    { name: 'NODE', from: 'field' },
    { name: 'CPU', from: 'resource' },
    { name: 'FILE', from: 'file' },
    { name: 'FUTURE', from: 'other' },
  ]);
  expect(envFrom).toEqual([{ from: 'secret', reference: 'all' }, { from: 'config-map', reference: 'more' }, { from: 'other' }]);
  expect(credentials).toEqual([{ detector: 'test', place: 'env.PASSWORD', fingerprint: 'f' }]);
});

test('no value, argument, command or annotation is kept', () => {
  const said = 'hunter2';
  const spec = read(
    { containers: [container({ command: ['sh', '-c', said], args: [said], env: [{ name: 'A', value: said }] })] },
    { 'example.com/note': said, 'container.apparmor.security.beta.kubernetes.io/web': 'unconfined' },
  );
  expect(JSON.stringify(spec)).not.toContain(said);
  expect(spec.annotations).toEqual({ 'container.apparmor.security.beta.kubernetes.io/web': 'unconfined' });
  expect(spec.credentials).toEqual([{ detector: 'test', place: 'annotations.example.com/note', fingerprint: 'f' }]);
  expect(spec.containers[0]?.credentials.map(({ place }) => place)).toEqual(['env.A', 'command.2', 'args.0']);
});

test('commands and headers of probes and hooks are read like the others, and not kept', () => {
  const said = 'hunter2';
  const { programs, credentials, ...rest } = one({
    livenessProbe: { exec: { command: ['mysqladmin', `-p${said}`] } },
    readinessProbe: { httpGet: { httpHeaders: [{ name: 'X-Api-Key', value: said }] } },
    startupProbe: { exec: { command: ['pgrep', 'sshd'] } },
    lifecycle: { postStart: { exec: { command: ['sh', '-c', '/usr/sbin/sshd'] } } },
  });
  expect(programs).toEqual(['sshd']);
  expect(credentials.map(({ place }) => place)).toEqual([
    'livenessProbe.exec.command.1',
    'readinessProbe.httpGet.httpHeaders.X-Api-Key',
  ]);
  expect(JSON.stringify(rest)).not.toContain(said);
});

test('a password in the reference of an image is not kept', () => {
  const hash = `sha256:${'0'.repeat(64)}`;
  const imageOf = (image: string) => one({ image }).image;
  for (const image of ['', 'web', 'web:1', `web:1@${hash}`, `localhost:5000/a/web:1@${hash}`, 'web@sha256:short'])
    expect(imageOf(image)).toBe(image);
  for (const image of ['app:hunter2@', 'https://app:hunter2@', 'app:hunter2/x@y@', 'app:@hunter2:@']) {
    expect(imageOf(`${image}registry.example/web`)).toBe('***@registry.example/web');
    expect(imageOf(`${image}registry.example/web:1@${hash}`)).toBe(`***@registry.example/web:1@${hash}`);
  }
});

test('hosts of probes and hooks, by place', () => {
  const raw = {
    livenessProbe: { httpGet: { host: 'a', port: 1 } },
    startupProbe: { exec: { command: ['true'] } },
    readinessProbe: { tcpSocket: { host: '', port: 1 } },
    lifecycle: { postStart: { tcpSocket: { host: 'b', port: 1 } }, preStop: { httpGet: { host: 'c', port: 1 } } },
  };
  expect(one(raw).handlerHosts).toEqual([
    { place: 'livenessProbe.httpGet', host: 'a' },
    { place: 'lifecycle.postStart.tcpSocket', host: 'b' },
    { place: 'lifecycle.preStop.httpGet', host: 'c' },
  ]);
});

test('volumes: their type, what they refer to, and tokens', () => {
  const sources = [
    { hostPath: { path: '/run', type: 'Directory' } },
    { secret: { secretName: 'tls' } },
    { configMap: { name: 'settings' } },
    { persistentVolumeClaim: { claimName: 'data' } },
    { image: { reference: 'registry.example/model:1' } },
    {
      projected: {
        sources: [{ serviceAccountToken: { path: 't', audience: 'vault', expirationSeconds: 600 } }, { secret: { name: 's' } }],
      },
    },
    { future: { a: 1 } },
    {},
    { nfs: null },
    { configMap: { name: 'settings' }, hostPath: { path: '/' } },
  ];
  const { volumes } = read({ containers: [], volumes: sources.map((source, index) => ({ name: `${index}`, ...source })) });
  expect(volumes).toEqual([
    { name: '0', type: 'hostPath', hostPath: { path: '/run', type: 'Directory' } },
    { name: '1', type: 'secret', reference: 'tls' },
    { name: '2', type: 'configMap', reference: 'settings' },
    { name: '3', type: 'persistentVolumeClaim', reference: 'data' },
    { name: '4', type: 'image', reference: 'registry.example/model:1' },
    { name: '5', type: 'projected', tokens: [{ audience: 'vault', expirationSeconds: 600 }] },
    { name: '6', type: 'unknown' },
    { name: '7' },
    { name: '8' },
    // No server takes two types; of a manifest that has them, the one that reaches further counts.
    { name: '9', type: 'hostPath', hostPath: { path: '/' }, reference: 'settings' },
  ]);
});

test.each([
  ...[
    'awsElasticBlockStore',
    'azureDisk',
    'azureFile',
    'cephfs',
    'cinder',
    'csi',
    'downwardAPI',
    'emptyDir',
    'ephemeral',
    'fc',
  ],
  ...[
    'flexVolume',
    'flocker',
    'gcePersistentDisk',
    'gitRepo',
    'glusterfs',
    'iscsi',
    'nfs',
    'photonPersistentDisk',
    'portworxVolume',
  ],
  ...['quobyte', 'rbd', 'scaleIO', 'storageos', 'vsphereVolume'],
])('a volume of type %s', (type) => {
  expect(read({ volumes: [{ name: 'data', [type]: {}, future: {} }] }).volumes).toEqual([{ name: 'data', type }]);
});

test('quantities are texts, numbers as the API takes them', () => {
  const resources = { requests: { cpu: 1, memory: '64Mi' }, limits: { cpu: 0.5 } };
  expect(one({ resources }).resources).toEqual({ requests: { cpu: '1', memory: '64Mi' }, limits: { cpu: '0.5' } });
  expect(read({ resources: { limits: { cpu: 2 } } }).resources).toEqual({ limits: { cpu: '2' } });
});

test('a service account by its old name', () => {
  expect(read({ serviceAccount: 'old' }).serviceAccountName).toBe('old');
  expect(read({ serviceAccount: 'old', serviceAccountName: 'new' }).serviceAccountName).toBe('new');
  expect(read({ serviceAccountName: '' })).not.toHaveProperty('serviceAccountName');
});

test('the rest of the pod', () => {
  const raw = {
    os: { name: 'linux' },
    nodeName: 'node-1',
    hostUsers: false,
    imagePullSecrets: [{ name: 'registry' }, {}],
    hostAliases: [{ ip: '10.0.0.1', hostnames: ['a'] }],
    securityContext: {
      runAsUser: 0,
      supplementalGroups: [1],
      sysctls: [{ name: 'a', value: '1' }],
      windowsOptions: { hostProcess: true },
      fsGroup: 2,
    },
  };
  expect(read(raw)).toMatchObject({
    os: 'linux',
    nodeName: 'node-1',
    hostUsers: false,
    imagePullSecrets: ['registry'],
    hostAliases: ['10.0.0.1'],
    securityContext: {
      runAsUser: 0,
      supplementalGroups: [1],
      sysctls: [{ name: 'a', value: '1' }],
      windowsOptions: { hostProcess: true },
      fsGroup: 2,
    },
  });
});

test.each([
  [{ containers: [container({ image: 1 })] }, 'malformed spec.containers.0.image'],
  [{ containers: [{}] }, 'malformed spec.containers.0.name'],
  [{ containers: [null] }, 'malformed spec.containers.0'],
  [{ containers: {} }, 'malformed spec.containers'],
  [{ hostNetwork: 'true' }, 'malformed spec.hostNetwork'],
  [{ securityContext: { runAsUser: '0' } }, 'malformed spec.securityContext.runAsUser'],
  [{ securityContext: { runAsUser: 0.5 } }, 'malformed spec.securityContext.runAsUser'],
  [{ volumes: [{ name: 'a', hostPath: { path: 1 } }] }, 'malformed spec.volumes.0.hostPath.path'],
  [{ containers: Array.from({ length: 1_001 }, () => container()) }, 'malformed spec.containers'],
  ['spec', 'malformed spec'],
  [undefined, 'malformed spec'],
])('%#: what is not as the API has it is malformed, and says where', (raw, message) => {
  expect(() => read(raw)).toThrow(Malformed);
  expect(() => read(raw)).toThrow(new RegExp(`${message.replaceAll('.', '\\.')}$`));
});

test('members of every object, and of Object.prototype, are nobody’s fields', () => {
  const raw: unknown = JSON.parse(
    '{"containers":[{"name":"web","__proto__":{"securityContext":{"privileged":true}}}],"__proto__":{"hostPID":true}}',
  );
  const spec = read(raw);
  expect(spec).not.toHaveProperty('hostPID');
  expect(spec.containers[0]).not.toHaveProperty('securityContext');
  expect(({} as { privileged?: unknown }).privileged).toBeUndefined();
  expect(read({ volumes: [JSON.parse('{"name":"v","__proto__":{"hostPath":{"path":"/"}}}')] }).volumes).toEqual([
    { name: 'v' },
  ]);
});

test('whatever the pod, it fits the schema of the fact', () => {
  fc.assert(
    fc.property(randomPod, ({ spec, annotations }) => {
      const kept = read(spec, annotations);
      expect(v.parse(podSpecSchema, kept)).toEqual(kept);
      expect(JSON.parse(JSON.stringify(kept))).toEqual(kept);
    }),
  );
});

test('whatever comes, it is a specification or malformed', () => {
  fc.assert(
    fc.property(fc.record({ containers: fc.anything(), volumes: fc.anything(), securityContext: fc.anything() }), (raw) => {
      try {
        read(raw);
      } catch (error) {
        expect(error).toBeInstanceOf(Malformed);
      }
    }),
  );
});
