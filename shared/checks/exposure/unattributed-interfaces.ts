import { check } from '../check.ts';
import { otherThan } from '../reachable-services.ts';
import { reaching } from '../reached.ts';

/**
 * An interface in the cluster's VPC that no tag, group, instance or load balancer places: it may be a node's all the same, so that "no node
 * is reachable" is not the whole truth while it is.
 */
export default check({
  id: 'exposure/unattributed-interfaces',
  title: "The internet reaches no interface in the cluster's VPC that nobody can place",
  severity: 'medium',
  scope: 'cluster',
  why: 'What nobody can place nobody looks after: a forgotten bastion or test machine is the way past all that guards the nodes, from within their network.',
  fix: {
    text: 'Find out whose the interface is. One of the cluster should carry its tag; one of somebody else should not stand in its VPC; one of nobody should go.',
    cli: 'aws ec2 describe-network-interfaces --network-interface-ids INTERFACE',
  },
  each: 'unattributedInterfaces',
  needs: ['settings'],
  judge: reaching([otherThan([], 'ports', 'medium')], 'medium', 'the internet reaches no port of it'),
});
