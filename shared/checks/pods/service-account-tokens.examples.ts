import type { FactsOfTarget, Stored } from '../../facts/index.ts';
import { denied, list } from '../base.ts';
import { podSpec, serviceAccounts } from '../base-kubernetes.ts';
import { deployed, ofWeb, ordinary } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'no token is mounted, or somebody asked for it';
const { automountServiceAccountToken: _, ...silent } = podSpec;
const unset = 'automountServiceAccountToken is set neither in the pod nor in ServiceAccount web';
const accounts = (changes: Partial<Stored<'serviceAccounts'>>, facts: FactsOfTarget): FactsOfTarget => ({
  ...facts,
  serviceAccounts: list(
    serviceAccounts.map(({ automountServiceAccountToken: _own, ...account }) => ({ ...account, ...changes })),
  ),
});

export default [
  ...ordinary(passes),
  { says: 'Nobody said anything', facts: accounts({}, deployed(silent)), expect: ofWeb('fail', unset) },
  { says: 'Its account says no', facts: deployed(silent), expect: ofWeb('pass', passes) },
  {
    says: 'Its account says yes: it is a client of the API server',
    facts: accounts({ automountServiceAccountToken: true }, deployed(silent)),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'The pod says yes',
    facts: accounts({}, deployed({ ...silent, automountServiceAccountToken: true })),
    expect: ofWeb('pass', passes),
  },
  {
    says: 'An account of the same name in another namespace says nothing of this one',
    facts: accounts({ namespace: 'other', automountServiceAccountToken: false }, deployed(silent)),
    expect: ofWeb('fail', unset),
  },
  {
    says: 'A role of AWS is no reason for this token',
    facts: accounts({ roleArn: 'arn:aws:iam::111122223333:role/web' }, deployed(silent)),
    expect: ofWeb('fail', unset),
  },
  {
    says: 'Service accounts could not be listed',
    facts: { serviceAccounts: denied('list serviceaccounts') },
    expect: [{ status: 'unknown', because: 'AccessDenied: list serviceaccounts (list serviceaccounts)' }],
  },
] satisfies readonly Example[];
