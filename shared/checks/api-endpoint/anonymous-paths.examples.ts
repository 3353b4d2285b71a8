import { denied } from '../base.ts';
import type { Example } from '../example.ts';
import { answers, endpoint } from './examples/endpoint.ts';

export default [
  {
    says: 'Every path is refused',
    facts: endpoint({ anonymous: answers({}) }),
    expect: [{ status: 'pass', because: 'nothing is answered without credentials' }],
  },
  {
    says: 'Version and health, as Kubernetes gives them to everybody',
    facts: endpoint({ anonymous: answers({ '/version': 200, '/healthz': 200 }) }),
    expect: [
      { status: 'pass', because: '/version, /healthz, as Kubernetes does by default, are answered without credentials' },
    ],
  },
  {
    says: 'The API of the cluster is described to strangers',
    facts: endpoint({ anonymous: answers({ '/version': 200, '/api': 200, '/openapi/v2': 200 }) }),
    expect: [{ status: 'fail', because: '/api, /openapi/v2 are answered without credentials' }],
  },
  {
    says: 'One answer is enough, though another path was not answered',
    facts: endpoint({ anonymous: { ...answers({ '/metrics': 200 }), complete: denied('/healthz') } }),
    expect: [{ status: 'fail', because: '/metrics is answered without credentials' }],
  },
  {
    says: 'A path that was not answered might have been open',
    facts: endpoint({
      anonymous: {
        ...answers({}),
        complete: { known: false, why: '/metrics answered 503, which neither shows nor refuses it' },
      },
    }),
    expect: [{ status: 'unknown', because: '/metrics answered 503, which neither shows nor refuses it' }],
  },
  {
    says: 'The endpoint did not answer from where the scan ran',
    facts: endpoint({ known: false, why: 'no answer to TCP from here', action: 'probe from an address that may connect' }),
    expect: [{ status: 'unknown', because: 'no answer to TCP from here (probe from an address that may connect)' }],
  },
  {
    says: 'The internet does not reach the endpoint',
    facts: {},
    expect: [{ status: 'not-applicable', because: 'the internet does not reach the endpoint, and nothing else is probed' }],
  },
  {
    says: "The cluster is not EKS's",
    facts: { probes: { known: true, value: { items: [], endpoint: 'not-eks' } } },
    expect: [{ status: 'not-applicable', because: 'the cluster has no endpoint of EKS: exposure/api-server judges its own' }],
  },
] satisfies readonly Example[];
