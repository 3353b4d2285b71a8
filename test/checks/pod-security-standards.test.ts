import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Judgement } from '../../shared/checks/check.ts';
import { checks } from '../../shared/checks/index.ts';
import type { Workload } from '../../shared/checks/specs.ts';
import { evaluate } from '../../shared/derive/pod-security/evaluate.ts';
import type { PodSpec } from '../../shared/facts/pod-spec.ts';
import { podSecurityStandards } from '../../shared/frameworks/pod-security-standards.ts';
import { randomPod } from '../derive/pod-security/random.ts';
import { specOf } from '../derive/pod-security/spec.ts';
import { tries } from '../whole.ts';

/** Controls as the API server's admission calls them, as the framework does, and what a check of ours says more than the control. */
const controls: readonly (readonly [string, keyof typeof podSecurityStandards.controls, ((spec: PodSpec) => boolean)?])[] = [
  ['windowsHostProcess', 'baseline/host-process'],
  ['hostNamespaces', 'baseline/host-namespaces'],
  ['privileged', 'baseline/privileged-containers'],
  ['capabilities_baseline', 'baseline/capabilities'],
  ['hostPathVolumes', 'baseline/host-path-volumes'],
  ['hostPorts', 'baseline/host-ports', ({ hostNetwork }) => hostNetwork === true],
  ['hostProbesAndHostLifecycle', 'baseline/host-probes'],
  ['appArmorProfile', 'baseline/apparmor'],
  ['seLinuxOptions', 'baseline/selinux'],
  ['procMount', 'baseline/proc-mount'],
  ['seccompProfile_baseline', 'baseline/seccomp'],
  ['sysctls', 'baseline/sysctls'],
  ['restrictedVolumes', 'restricted/volume-types'],
  ['allowPrivilegeEscalation', 'restricted/privilege-escalation', hasPrivileged],
  ['seccompProfile_restricted', 'restricted/seccomp', (spec) => hasPrivileged(spec) || isUnconfinedAbove(spec)],
  ['capabilities_restricted', 'restricted/capabilities', hasPrivileged],
];

function hasPrivileged({ containers }: PodSpec): boolean {
  return containers.some(({ securityContext }) => securityContext?.privileged === true);
}

/** A profile of the pod that each container replaces: restricted takes it, and baseline does not. */
function isUnconfinedAbove({ securityContext }: PodSpec): boolean {
  return securityContext?.seccompProfile?.type === 'Unconfined';
}

const byId = new Map<string, (typeof checks)[number]>(checks.map((check) => [check.id, check]));

const workload = (spec: PodSpec): Workload => ({
  apiVersion: 'v1',
  kind: 'Pod',
  namespace: 'shop',
  name: 'web',
  platform: false,
  pods: 1,
  specs: [{ of: { pods: ['web'], count: 1 }, labels: {}, spec }],
});

function statusesOf(control: string, spec: PodSpec): readonly string[] {
  const { [control]: entry } = podSecurityStandards.controls;
  const ids = entry !== undefined && 'checks' in entry ? entry.checks : [];
  return ids.map((id) => {
    const check = byId.get(id) as { readonly judge: (item: Workload, facts: object) => Judgement };
    return check.judge(workload(spec), {}).status;
  });
}

const refusedBy = (spec: PodSpec): ReadonlySet<string> => {
  const levels = (['baseline', 'restricted'] as const).map((level) =>
    evaluate(spec, { level, version: 'latest' }, { newest: 'latest' }),
  );
  return new Set(levels.flatMap(({ violations }) => violations.map(({ control }) => control)));
};

/** The API refuses what Linux alone has in a pod that says it is of Windows. */
const linuxPods = randomPod.map(specOf).filter(({ os }) => os !== 'windows');

describe('what the checks of a control say is what the admission says', () => {
  it('a pod that a control refuses fails one of its checks, and one that it does not refuse fails none', () => {
    fc.assert(
      fc.property(linuxPods, (spec) => {
        const refused = refusedBy(spec);
        for (const [id, control, more] of controls) {
          const failed = statusesOf(control, spec).includes('fail');
          if (refused.has(id)) expect(failed, `${control} misses what ${id} refuses`).toBe(true);
          else if (more?.(spec) !== true) expect(failed, `${control} fails what ${id} lets pass`).toBe(false);
        }
      }),
      { numRuns: tries(300, 20_000) },
    );
  });

  it('whatever is refused by restricted for its user runs as root, or lacks runAsNonRoot beside a user', () => {
    fc.assert(
      fc.property(linuxPods, (spec) => {
        const failed = statusesOf('restricted/non-root', spec).includes('fail');
        if (failed) expect([...refusedBy(spec)]).toEqual(expect.arrayContaining([expect.stringMatching(/^runAs/)]));
      }),
      { numRuns: tries(100, 10_000) },
    );
  });
});
