import { contextWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes =
  'no container asks for root or capabilities outside of a user namespace, unless it shares namespaces of its node';
const root = contextWith({ runAsUser: 0 }, ['runAsNonRoot']);
const asks = 'container web: asks for root or capabilities, and hostUsers is not false';

export default [
  ...ordinary(passes),
  {
    says: 'Root on the users of the node',
    facts: deployed(podWith([root], { securityContext: {} })),
    expect: ofWeb('fail', asks),
  },
  {
    says: 'A capability on the users of the node',
    facts: deployed(podWith([contextWith({ capabilities: { add: ['SYS_PTRACE'] } })])),
    expect: ofWeb('fail', asks),
  },
  {
    says: 'Root in a user namespace',
    facts: deployed(podWith([root], { hostUsers: false, securityContext: {} })),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'In the network of the node it cannot have users of its own',
    facts: deployed(podWith([root], { hostNetwork: true, securityContext: {} })),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'The image decides: nobody asked for root',
    facts: deployed(podWith([contextWith({}, ['runAsUser', 'runAsNonRoot'])], { securityContext: {} })),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'Neither root nor capabilities: it would matter little',
    facts: deployed(podWith([contextWith({})])),
    expect: ofWeb('pass', passes),
  },
] satisfies readonly Example[];
