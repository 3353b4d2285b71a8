import type { FactsOfTarget, Stored } from '../../facts/index.ts';
import { list, without } from '../base.ts';
import { node } from '../base-kubernetes.ts';
import { port } from '../base-network.ts';
import type { Example } from '../example.ts';
import { everybody, reachable, unlessAcl, unreadAcls } from '../exposure/examples/estate.ts';
import { ofPool, running } from './examples/nodes.ts';

const address = { type: 'ExternalIP', address: '198.35.27.5' };
const external: FactsOfTarget = running({ addresses: [...node.addresses, address] });
const one = '1 of 1 node has an ExternalIP';

export default [
  { says: 'No public address', facts: {}, expect: ofPool('pass', 'none of 1 node has an ExternalIP') },
  {
    says: 'A public address that nothing comes in by',
    facts: { ...external, ...reachable() },
    expect: ofPool('fail', `${one}; the internet at large reaches none of them today`, 'low'),
  },
  {
    says: 'A public address, and SSH for everybody',
    facts: { ...external, ...reachable(port(22, everybody)) },
    expect: ofPool('fail', `${one}; of ip-10-0-0-10.ec2.internal the internet reaches tcp 22 from the whole internet`),
  },
  {
    says: 'SSH for the addresses of an office',
    facts: { ...external, ...reachable(port(22, { prefixListIds: ['pl-office'] })) },
    expect: ofPool('fail', `${one}; the internet at large reaches none of them today`, 'low'),
  },
  {
    says: 'The network ACLs could not be read',
    facts: { ...external, ...reachable(port(22, everybody)), ...unreadAcls },
    expect: ofPool('unknown', unlessAcl),
  },
  {
    says: 'A node that is no instance of EC2',
    facts: running({ addresses: [address], providerId: 'eks-hybrid:///eu-central-1/shop/mi-0a1b' }),
    expect: ofPool(
      'unknown',
      'which instance the node ip-10-0-0-10.ec2.internal is could not be told: it has no providerID of EC2',
    ),
  },
  {
    says: 'No node',
    facts: { nodes: list<Stored<'nodes'>>([]) },
    expect: [{ status: 'not-applicable', because: 'this cluster has no node' }],
  },
  {
    says: 'Nodes could not be listed',
    facts: without('nodes', 'list nodes'),
    expect: [{ status: 'unknown', because: 'AccessDenied: list nodes (list nodes)' }],
  },
] satisfies readonly Example[];
