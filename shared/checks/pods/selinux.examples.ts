import { contextWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'every container has the SELinux label of its runtime, or one for containers';
const labelled = (seLinuxOptions: { type?: string; user?: string; role?: string; level?: string }) =>
  contextWith({ seLinuxOptions });

export default [
  ...ordinary(passes),
  {
    says: 'A label that confines nothing',
    facts: deployed(podWith([labelled({ type: 'spc_t' })])),
    expect: ofWeb('fail', 'container web: seLinuxOptions.type: spc_t'),
  },
  {
    says: 'The strongest label of Bottlerocket, for the pod',
    facts: deployed(podWith([contextWith({})], { securityContext: { seLinuxOptions: { type: 'super_t' } } })),
    expect: ofWeb('fail', 'seLinuxOptions.type: super_t, set for the pod'),
  },
  {
    says: 'A label of somebody else, a user and a role',
    facts: deployed(podWith([labelled({ type: 'httpd_t', user: 'sysadm_u', role: 'sysadm_r' })])),
    expect: ofWeb(
      'fail',
      'container web: seLinuxOptions.type: httpd_t; container web: seLinuxOptions.user: sysadm_u; container web: seLinuxOptions.role: sysadm_r',
      'medium',
    ),
  },
  {
    says: 'Categories, and a label for containers',
    facts: deployed(podWith([labelled({ type: 'container_init_t', level: 's0:c123,c456', user: '' })])),
    expect: ofWeb('pass', passes),
  },
] satisfies readonly Example[];
