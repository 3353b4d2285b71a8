import { generateEstate } from '../../../estate/generate.ts';
import type { Estate } from '../../../estate/server.ts';
import { place, smallEstate } from '../../stages/small.ts';

/** The accounts of the tests: the deployment's own, without a cluster; one with two; one with one more; one that gave no role. */
export const accounts = {
  hub: '999900001111',
  two: place.account,
  one: '100000000000',
  closed: '777788889999',
} as const;
export const regionOfOne = 'us-west-2';

/** What `postern.yaml` says of them. */
export const settings = { accounts: Object.values(accounts), rate: 1 };

const association = {
  clusterName: 'cluster-0000',
  associationId: 'a-1a2b3c4d5e6f7a8b9',
  associationArn: `arn:aws:eks:${regionOfOne}:${accounts.one}:podidentityassociation/cluster-0000/a-1a2b3c4d5e6f7a8b9`,
  namespace: 'web',
  serviceAccount: 'front',
  roleArn: `arn:aws:iam::${accounts.one}:role/front`,
};

/** AWS as the tests have it. The account without a role is in no file: nobody can enter it. */
export function accountsEstate(): Estate {
  const generated = generateEstate({ seed: 3, accounts: 1, clusters: 1, regions: [regionOfOne], nodeGroups: 1, nodes: 1 });
  const [one] = Object.values(generated.accounts);
  const { organizations: _, ...global } = (one?.global ?? {}) as Record<string, unknown>;
  const hub = { global, regions: { 'us-east-1': {} } };
  const region = one?.regions?.[regionOfOne];
  // Only where the internet is kept out is there anything to ask for exclusions from that.
  const ec2 = {
    ...region?.ec2,
    VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: 'block-ingress', State: 'update-complete' },
  };
  // A role that pods take: without one there is none to describe.
  const eks = { ...region?.eks, podIdentityAssociations: [association] };
  const guarded = { global, regions: { [regionOfOne]: { ...region, ec2, eks } } };
  return {
    accounts: { [accounts.hub]: hub, [accounts.two]: smallEstate().accounts[accounts.two], [accounts.one]: guarded },
  } as Estate;
}
