import type { Example } from '../example.ts';
import { endpoint, handshakes } from './examples/endpoint.ts';

const certificate = (notAfter: string) => handshakes.chain.map((one) => ({ ...one, notAfter }));

export default [
  {
    says: 'TLS 1.2 and 1.3, and the certificate of the cluster',
    facts: endpoint({}),
    expect: [
      { status: 'pass', because: "TLSv1.2 is the lowest version that is accepted, and the certificate is the cluster's" },
    ],
  },
  {
    says: 'TLS 1.0 is still spoken',
    facts: endpoint({ tls: { ...handshakes, accepted: ['TLSv1', 'TLSv1.1', 'TLSv1.2'], refused: ['TLSv1.3'] } }),
    expect: [{ status: 'fail', because: 'TLSv1, TLSv1.1 are accepted' }],
  },
  {
    says: 'The certificate has expired',
    facts: endpoint({ tls: { ...handshakes, chain: certificate('2026-08-30T00:00:00.000Z'), problem: 'CERT_HAS_EXPIRED' } }),
    expect: [
      {
        status: 'fail',
        because:
          "its certificate does not lead to the cluster's authority (CERT_HAS_EXPIRED); its certificate ends on 2026-08-30",
      },
    ],
  },
  {
    says: 'Something else answers, under a certificate of its own',
    facts: endpoint({
      tls: { ...handshakes, names: 'DNS:proxy.example', matches: false, problem: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    }),
    expect: [
      {
        status: 'fail',
        because:
          "its certificate does not lead to the cluster's authority (UNABLE_TO_VERIFY_LEAF_SIGNATURE); its certificate is not for the name of the endpoint",
      },
    ],
  },
  {
    says: 'The certificate ends in a week, and should have been renewed',
    facts: endpoint({ tls: { ...handshakes, chain: certificate('2026-09-08T00:00:00.000Z') } }),
    expect: [{ status: 'fail', because: 'its certificate ends on 2026-09-08', severity: 'low' }],
  },
  {
    says: 'TLS 1.1 is enough, whatever else could not be tried',
    facts: endpoint({
      tls: {
        ...handshakes,
        accepted: ['TLSv1.1', 'TLSv1.2'],
        refused: [],
        complete: { known: false, why: 'TLSv1: not tried' },
      },
    }),
    expect: [{ status: 'fail', because: 'TLSv1.1 is accepted' }],
  },
  {
    says: 'Whether TLS 1.0 is accepted cannot be tried from here',
    facts: endpoint({
      tls: { ...handshakes, refused: ['TLSv1.1'], complete: { known: false, why: 'TLSv1: this machine does not offer it' } },
    }),
    expect: [{ status: 'unknown', because: 'TLSv1: this machine does not offer it' }],
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
