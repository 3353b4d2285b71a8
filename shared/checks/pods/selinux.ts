import { check } from '../check.ts';
import { judging, type Offence, type PodSpec } from '../specs.ts';
import { quoted } from '../words.ts';

const containerTypes = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];
/** Of container-selinux and the targeted policy, and of Bottlerocket (its security guidance): they confine next to nothing. */
const unconfinedTypes = ['spc_t', 'unconfined_t', 'super_t', 'control_t'];

/** `seLinuxOptions`, of the pod and of containers, as Pod Security Standards, baseline, SELinux have it (container_engine_t from 1.31). */
export default check({
  id: 'pods/selinux',
  title: 'No container chooses an SELinux label beyond those of containers',
  severity: 'high',
  scope: 'cluster',
  why: 'On nodes with SELinux (Bottlerocket, Amazon Linux 2023, RHEL) the label keeps a process that broke out of its container from the files of the node. With spc_t or super_t it is kept from nothing.',
  fix: { text: 'Take seLinuxOptions away: the runtime gives each container a label of its own.' },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'high',
    passes: 'every container has the SELinux label of its runtime, or one for containers',
    windows: 'its kernel has no SELinux',
    offences: ({ securityContext, containers }): readonly Offence[] => [
      ...labels(securityContext?.seLinuxOptions).map(({ says, severity }) => ({ says: `${says}, set for the pod`, severity })),
      ...containers.flatMap((container) =>
        labels(container.securityContext?.seLinuxOptions).map((offence) => ({ container, ...offence })),
      ),
    ],
  }),
});

type Options = NonNullable<PodSpec['securityContext']>['seLinuxOptions'];

function labels(options: Options): readonly { readonly says: string; readonly severity: 'high' | 'medium' }[] {
  const { type = '', user = '', role = '' } = options ?? {};
  const given = Object.entries({ user, role }).filter(([, value]) => value !== '');
  return [
    ...(containerTypes.includes(type)
      ? []
      : [
          {
            says: `seLinuxOptions.type: ${quoted(type)}`,
            severity: unconfinedTypes.includes(type) ? ('high' as const) : ('medium' as const),
          },
        ]),
    ...given.map(([key, value]) => ({ says: `seLinuxOptions.${key}: ${quoted(value)}`, severity: 'medium' as const })),
  ];
}
