import type { Item } from '../../facts/index.ts';
import { check, type Evidence, fail, pass, relyOn } from '../check.ts';
import { count, listed } from '../words.ts';

type External = Item<'nodePools'>['external'][number];

/**
 * `status.addresses` of type ExternalIP, joined by the instance with what the internet reaches of it (CIS Amazon EKS Benchmark 5.4.3). An
 * address that nothing comes in by is a rule away from being a door; what is open already is worse, and judged by the checks of exposure.
 */
export default check({
  id: 'nodes/public-addresses',
  title: 'Nodes have no public address',
  severity: 'medium',
  scope: 'cluster',
  why: 'A node with a public address is one rule of a security group away from the internet, and so is what listens on it: kubelet, NodePorts, every pod in its network.',
  fix: {
    text: 'Put nodes into subnets without a route to an internet gateway, and let them out by a NAT gateway or by VPC endpoints.',
    cli: 'aws ec2 modify-subnet-attribute --subnet-id SUBNET --no-map-public-ip-on-launch',
    cdk: "cluster.addNodegroupCapacity('Nodes', { subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, … })",
    terraform: 'subnet_ids = module.vpc.private_subnets',
  },
  each: 'nodePools',
  needs: [],
  judge: (pool) => {
    const { external, nodes } = pool;
    if (external.length === 0) {
      relyOn(pool.whole ?? true);
      return pass(`none of ${count(nodes, 'node', 'nodes')} has an ExternalIP`);
    }
    const open = external.find(isOpen);
    // An open one that was not read could make it worse.
    if (open === undefined) relyOn(pool.whole ?? true);
    const says = `${external.length} of ${count(nodes, 'node', 'nodes')} ${external.length === 1 ? 'has' : 'have'} an ExternalIP`;
    if (open === undefined)
      return fail(`${says}; the internet at large reaches none of them today`, shown(external), { severity: 'low' });
    return fail(
      `${says}; of ${open.node} the internet reaches ${listed(
        open.reached.map((row) => row.says),
        3,
      )}`,
      [...wayOf(open), ...shown(external.filter((one) => one !== open))],
    );
  },
});

const isOpen = ({ reached }: External): boolean => reached.some(({ internet }) => internet);

const wayOf = ({ node, addresses, instanceId, reached }: External): readonly Evidence[] => [
  { kind: 'node', id: node, says: `ExternalIP ${listed(addresses, 3)}` },
  {
    kind: instanceId === undefined ? 'node' : 'instance',
    id: instanceId ?? node,
    says: `reached: ${listed(
      reached.map((row) => row.says),
      5,
    )}`,
  },
];

const shown = (external: readonly External[]): readonly Evidence[] =>
  external.slice(0, 20).map(({ node, addresses }) => ({ kind: 'node', id: node, says: `ExternalIP ${listed(addresses, 3)}` }));
