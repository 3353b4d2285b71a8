import { contextWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'no container has an unmasked /proc outside of a user namespace';
const unmasked = contextWith({ procMount: 'Unmasked' });

export default [
  ...ordinary(passes),
  {
    says: 'An unmasked /proc',
    facts: deployed(podWith([unmasked])),
    expect: ofWeb('fail', 'container web: procMount: Unmasked'),
  },
  {
    says: 'In a user namespace it shows what cannot be changed',
    facts: deployed(podWith([unmasked], { hostUsers: false })),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'What the API server fills in',
    facts: deployed(podWith([contextWith({ procMount: 'Default' })])),
    expect: ofWeb('pass', passes),
  },
] satisfies readonly Example[];
