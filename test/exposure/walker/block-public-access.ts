import type { Decision } from './packet.ts';
import { subnetOf, type World } from './world.ts';

/**
 * Whether block public access lets packets of the internet into the subnet. Both modes stop what the internet begins; only an exclusion
 * `allow-bidirectional` of the subnet or of its VPC lifts them (`allow-egress` lets out only). The subnet's own state says what is in force
 * where it is given: a shared subnet follows its owner's account. (VPC User Guide, "Block public access to VPCs and subnets")
 */
export function blockPublicAccess(world: World, subnetId: string): Decision {
  const { SubnetArn, VpcId, BlockPublicAccessStates } = subnetOf(world, subnetId);
  const own = BlockPublicAccessStates?.InternetGatewayBlockMode;
  if (own !== undefined) return decision(own === 'off', subnetId, `the subnet's own state is ${own}`);
  const mode = world.blockPublicAccess?.InternetGatewayBlockMode ?? 'off';
  if (mode === 'off') return decision(true, world.region, 'off');
  const lifting = world.exclusions.find(
    ({ ResourceArn = '', InternetGatewayExclusionMode, State = '' }) =>
      InternetGatewayExclusionMode === 'allow-bidirectional' &&
      inForce.has(State) &&
      (ResourceArn === SubnetArn || ResourceArn.endsWith(`:vpc/${VpcId}`)),
  );
  return decision(lifting !== undefined, lifting?.ExclusionId ?? world.region, lifting ? `excluded from ${mode}` : mode);
}

/** An exclusion that is being made, or gone, opens nothing. */
const inForce: ReadonlySet<string> = new Set(['create-complete', 'update-in-progress', 'update-complete', 'update-failed']);

const decision = (passes: boolean, id: string, says: string): Decision => ({ passes, kind: 'block-public-access', id, says });
