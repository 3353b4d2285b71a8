import type { FactsOfTarget, Stored } from '../../facts/index.ts';
import { list, without } from '../base.ts';
import type { Example } from '../example.ts';

const secrets = (members: Partial<Stored<'secrets'>>): FactsOfTarget => ({
  secrets: list([{ namespace: 'shop', name: 'ci', copied: false, createdAt: '2023-04-01T08:00:00Z', ...members }]),
});
const id = 'Secret/shop/ci';

export default [
  { says: 'No Secret', facts: {}, expect: [{ status: 'not-applicable', because: 'this cluster has no Secret' }] },
  {
    says: 'Something else',
    facts: secrets({}),
    expect: [{ resource: id, status: 'pass', because: 'it is no token of a service account' }],
  },
  {
    says: 'A token that somebody uses',
    facts: secrets({ serviceAccount: 'deployer', lastUsed: '2026-08-30' }),
    expect: [
      {
        resource: id,
        status: 'fail',
        because: 'it is a token of ServiceAccount shop/deployer that does not expire, last used on 2026-08-30',
      },
    ],
  },
  {
    says: 'A token that nobody was seen to use',
    facts: secrets({ serviceAccount: 'deployer' }),
    expect: [
      {
        resource: id,
        status: 'fail',
        because: 'it is a token of ServiceAccount shop/deployer that does not expire, with no use noted',
      },
    ],
  },
  {
    says: 'A platform namespace is told apart',
    facts: secrets({ namespace: 'kube-system', serviceAccount: 'deployer' }),
    expect: [
      {
        resource: 'Secret/kube-system/ci',
        status: 'not-applicable',
        because:
          'it is a token of ServiceAccount kube-system/deployer that does not expire, with no use noted; kube-system is a platform namespace',
      },
    ],
  },
  {
    says: 'Secrets could not be listed',
    facts: without('secrets', 'list secrets'),
    expect: [{ status: 'unknown', because: 'AccessDenied: list secrets (list secrets)' }],
  },
] satisfies readonly Example[];
