import type { FactsOfTarget, Stored } from '../../../facts/index.ts';
import { cluster } from '../../base.ts';

type Endpoint = Stored<'probes'>['endpoint'];
type Met = Exclude<Endpoint, string | { readonly known: false }>;

const host = 'shop.gr7.eu-central-1.eks.amazonaws.com';

/** What was answered to strangers: each path refused, but for these. */
export const answers = (statuses: Readonly<Record<string, number>>): Exclude<Met['anonymous'], { readonly known: false }> => ({
  answers: ['/version', '/healthz', '/api', '/openapi/v2', '/metrics'].map((path) => {
    const status = statuses[path] ?? 401;
    return { path, status, anonymous: status === 403 };
  }),
  complete: true,
});

export const handshakes: Exclude<Met['tls'], { readonly known: false }> = {
  accepted: ['TLSv1.2', 'TLSv1.3'],
  refused: ['TLSv1', 'TLSv1.1'],
  complete: true,
  cipher: 'TLS_AES_128_GCM_SHA256',
  chain: [
    {
      subject: 'CN=kube-apiserver',
      issuer: 'CN=kubernetes',
      notBefore: '2026-02-03T09:00:00.000Z',
      notAfter: '2027-02-03T09:00:00.000Z',
    },
  ],
  names: `DNS:${host}, DNS:kubernetes`,
  matches: true,
};

/** The base, its endpoint reached by a probe that met this. */
export const endpoint = (met: Partial<Met> | Extract<Endpoint, { readonly known: false }>): FactsOfTarget => ({
  probes: {
    known: true,
    value: {
      items: [
        {
          id: cluster.arn,
          via: 'direct',
          address: host,
          port: 443,
          dialled: '198.35.26.99',
          outcome: 'known' in met ? 'timed-out' : 'connected',
          says: 'known' in met ? met.why : 'TCP connection at 198.35.26.99',
        },
      ],
      endpoint: 'known' in met ? met : { anonymous: answers({}), tls: handshakes, ...met },
    },
  },
});
