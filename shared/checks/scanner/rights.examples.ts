import type { FactsOfTarget, Stored } from '../../facts/index.ts';
import { denied, list, without } from '../base.ts';
import { ownRights } from '../base-kubernetes.ts';
import type { Example } from '../example.ts';

const having = (...rights: string[]): FactsOfTarget => ({
  ownRights: list(ownRights.map((right) => ({ ...right, allowed: rights.includes(`${right.verb} ${right.resource}`) }))),
});
const unanswered = (allowed: Stored<'ownRights'>['allowed']): FactsOfTarget => ({
  ownRights: list(ownRights.map((right, index) => (index === 3 ? { ...right, allowed } : right))),
});

export default [
  {
    says: 'It may read only',
    facts: {},
    expect: [{ status: 'pass', because: `it has none of ${ownRights.length} rights beyond reading that it asked about` }],
  },
  {
    says: 'The metadata of Secrets, which is their values too',
    facts: having('list secrets'),
    expect: [{ status: 'fail', because: 'it may list secrets' }],
  },
  {
    says: 'Commands in every pod, by way of the kubelet',
    facts: having('get nodes/proxy', 'get pods/exec'),
    expect: [{ status: 'fail', because: 'it may get nodes/proxy, get pods/exec' }],
  },
  {
    says: 'The kubeconfig of an administrator',
    facts: { ownRights: list(ownRights.map((right) => ({ ...right, allowed: true }))) },
    expect: [{ status: 'fail', because: 'it may do everything, as cluster-admin may' }],
  },
  {
    says: 'One question was not answered',
    facts: unanswered({ known: false, why: 'the authoriser gave no answer' }),
    expect: [{ status: 'unknown', because: 'the authoriser gave no answer' }],
  },
  {
    says: 'Nothing could be asked',
    facts: without('ownRights', 'create selfsubjectaccessreviews'),
    expect: [
      { status: 'unknown', because: `${denied('create selfsubjectaccessreviews').why} (create selfsubjectaccessreviews)` },
    ],
  },
] satisfies readonly Example[];
