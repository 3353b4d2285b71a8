import { isUnknown, type Unknown, unknown } from '../../facts/fact.ts';
import type { NetworkFacts, Step } from './exposure.ts';
import { listed } from './listed.ts';

/** Whether a subnet is closed to what the internet begins, or why that is not known. */
export interface Block {
  readonly blocks: boolean | Unknown;
  /** What says so; undefined where nothing of the kind is in force. */
  readonly step: Step | undefined;
}

/** An exclusion that is being made, or gone, opens nothing. */
const inForce: readonly string[] = ['create-complete', 'update-in-progress', 'update-complete', 'update-failed'];

/**
 * VPC Block Public Access (Amazon VPC User Guide, "Block public access to VPCs and subnets"). Both modes stop what the internet begins, and
 * an exclusion `allow-bidirectional` of the subnet or of its VPC lifts them; `allow-egress` lets out only. The subnet's own state says what
 * is in force where it is given: a shared subnet follows its owner's account.
 */
export function blockPublicAccessOf(
  network: Pick<NetworkFacts, 'blockPublicAccess' | 'subnets'>,
): (subnetId: string, vpcId: string | Unknown) => Block {
  const subnets = listed('subnets', network.subnets);
  return (subnetId, vpcId) => {
    const subnet = subnets.find(subnetId);
    const own = isUnknown(subnet) ? undefined : subnet.internetGatewayBlockMode;
    if (typeof own === 'string') return ownState(subnetId, own);
    // A subnet that could not be read may have a state of its own.
    const unread = isUnknown(subnet) ? subnet : own;
    return unread === undefined ? inRegion(network, subnetId, vpcId) : { blocks: unread, step: undefined };
  };
}

const step = (id: string, says: string): Step => ({ kind: 'block-public-access', id, says });

function ownState(subnetId: string, mode: string): Block {
  if (mode === 'off') return { blocks: false, step: undefined };
  if (mode.startsWith('block-')) return { blocks: true, step: step(subnetId, `the subnet's own state is ${mode}`) };
  return {
    blocks: unknown(`${JSON.stringify(mode.slice(0, 64))} of ${subnetId} is no mode of block public access`),
    step: undefined,
  };
}

function inRegion(
  { blockPublicAccess }: Pick<NetworkFacts, 'blockPublicAccess'>,
  subnetId: string,
  vpcId: string | Unknown,
): Block {
  if (isUnknown(blockPublicAccess)) return { blocks: blockPublicAccess, step: undefined };
  const { mode, exclusions } = blockPublicAccess.value;
  if (isUnknown(mode)) return { blocks: mode, step: undefined };
  if (mode === 'off') return { blocks: false, step: undefined };
  if (isUnknown(exclusions)) return { blocks: exclusions, step: undefined };
  const lifting = exclusions.filter((one) => one.mode === 'allow-bidirectional' && inForce.includes(one.state));
  const own = lifting.find((one) => one.subnetId === subnetId || one.vpcId === vpcId);
  if (own !== undefined) return { blocks: false, step: step(own.id, `excluded from ${mode}`) };
  if (isUnknown(vpcId) && lifting.some((one) => one.vpcId !== undefined)) return { blocks: vpcId, step: undefined };
  return { blocks: true, step: step('region', `${mode}, and no exclusion of ${subnetId} or its VPC is in force`) };
}
