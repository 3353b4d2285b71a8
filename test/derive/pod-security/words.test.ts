import { expect, test } from 'vitest';
import { evaluate } from '../../../shared/derive/pod-security/evaluate.ts';
import { container, pod, type RawPod, securing } from './pods.ts';
import { specOf } from './spec.ts';

// The whole text of every kind is compared with the API server's own in test/real/kubernetes.

const at = (raw: RawPod, level: 'baseline' | 'restricted' = 'restricted') =>
  evaluate(specOf(raw), { level, version: 'latest' }, { newest: 'latest' }).violations;

test('an objection names the control, says what the admission says, and shows each field by its path', () => {
  const raw = pod({
    hostPID: true,
    securityContext: { seccompProfile: { type: 'Unconfined' } },
    initContainers: [container('prepare', { securityContext: { privileged: true, allowPrivilegeEscalation: true } })],
    containers: [
      container('web', { ports: [{ containerPort: 80, hostPort: 80 }] }),
      container('log', { securityContext: { runAsNonRoot: null } }),
    ],
  });
  expect(at(raw)).toEqual([
    {
      control: 'hostNamespaces',
      says: 'host namespaces (hostPID=true)',
      evidence: [{ kind: 'field', id: 'spec.hostPID', says: 'true' }],
    },
    {
      control: 'hostPorts',
      says: 'hostPort (container "web" uses hostPort 80)',
      evidence: [{ kind: 'field', id: 'spec.containers[web].ports.hostPort', says: '80' }],
    },
    {
      control: 'privileged',
      says: 'privileged (container "prepare" must not set securityContext.privileged=true)',
      evidence: [{ kind: 'field', id: 'spec.initContainers[prepare].securityContext.privileged', says: 'true' }],
    },
    {
      control: 'allowPrivilegeEscalation',
      says: 'allowPrivilegeEscalation != false (container "prepare" must set securityContext.allowPrivilegeEscalation=false)',
      evidence: [{ kind: 'field', id: 'spec.initContainers[prepare].securityContext.allowPrivilegeEscalation', says: 'true' }],
    },
    {
      control: 'runAsNonRoot',
      says: 'runAsNonRoot != true (pod or container "log" must set securityContext.runAsNonRoot=true)',
      evidence: [{ kind: 'field', id: 'spec.containers[log].securityContext.runAsNonRoot', says: 'not set' }],
    },
    {
      control: 'seccompProfile_restricted',
      says: 'seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")',
      evidence: [{ kind: 'field', id: 'spec.securityContext.seccompProfile.type', says: '"Unconfined"' }],
    },
  ]);
});

test('an annotation is shown by its key', () => {
  const key = 'container.apparmor.security.beta.kubernetes.io/web';
  expect(at(pod({}, { [key]: 'unconfined' }), 'baseline')).toEqual([
    {
      control: 'appArmorProfile',
      says: `forbidden AppArmor profiles (container "web" and annotation must not set AppArmor profile type to "Unconfined", "${key}="unconfined"")`,
      evidence: [
        { kind: 'field', id: 'spec.containers[web].securityContext.appArmorProfile.type', says: '"Unconfined"' },
        { kind: 'annotation', id: `metadata.annotations[${key}]`, says: '"unconfined"' },
      ],
    },
  ]);
});

test('of a pod of Windows an AppArmor annotation makes no field', () => {
  const key = 'container.apparmor.security.beta.kubernetes.io/web';
  const [violation] = at(pod({ os: { name: 'windows' } }, { [key]: 'unconfined' }), 'baseline');
  expect(violation?.evidence).toEqual([{ kind: 'annotation', id: `metadata.annotations[${key}]`, says: '"unconfined"' }]);
});

test('a container that says nothing at all is asked for everything', () => {
  const [escalation, capabilities, user, seccomp] = at(pod({ containers: [{ name: 'web' }] }));
  expect([escalation, capabilities, user, seccomp].map((violation) => violation?.control)).toEqual([
    'allowPrivilegeEscalation',
    'capabilities_restricted',
    'runAsNonRoot',
    'seccompProfile_restricted',
  ]);
});

test('evidence of a volume is its type, of a sysctl its value', () => {
  const volumes = pod({
    volumes: [
      { name: 'a', nfs: {} },
      { name: 'b', future: {} },
    ],
  });
  expect(at(volumes)[0]?.evidence).toEqual([
    { kind: 'field', id: 'spec.volumes[a]', says: '"nfs"' },
    { kind: 'field', id: 'spec.volumes[b]', says: '"unknown"' },
  ]);
  const sysctl = pod({ securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } });
  expect(at(sysctl)[0]?.evidence).toEqual([{ kind: 'field', id: 'spec.securityContext.sysctls[kernel.msgmax]', says: '"1"' }]);
  const path = pod({ volumes: [{ name: 'host', hostPath: { path: '/' } }] });
  expect(at(path, 'baseline')[0]?.evidence).toEqual([{ kind: 'field', id: 'spec.volumes[host].hostPath.path', says: '"/"' }]);
});

test('who drops and adds what is said in one sentence', () => {
  const [violation] = at(securing({ capabilities: { add: ['SYS_TIME', 'NET_RAW'] } }));
  expect(violation?.says).toBe(
    'unrestricted capabilities (container "web" must set securityContext.capabilities.drop=["ALL"]; container "web" must not include "NET_RAW", "SYS_TIME" in securityContext.capabilities.add)',
  );
});
