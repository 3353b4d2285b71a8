import { isUnknown, type Missing, tag, type Unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { derivation } from './derive.ts';

type Interface = Stored<'networkInterfaces'>;
type Kind = Stored<'frontDoors'>['kind'];

/** Types of interfaces (EC2 API reference, NetworkInterface `InterfaceType`). */
const types: readonly (readonly [type: string, kind: Kind])[] = [
  ['global_accelerator_managed', 'global-accelerator'],
  ['api_gateway_managed', 'api-gateway-vpc-link'],
];

/**
 * Tags that services must give to the interfaces that they make (AWS managed policies AWSCloudFrontVPCOriginServiceRolePolicy,
 * Ec2InstanceConnectEndpoint, AWSVPCVerifiedAccessServiceRolePolicy).
 */
const tagKeys: readonly (readonly [key: string, kind: Kind])[] = [
  ['aws.cloudfront.vpcorigin', 'cloudfront-vpc-origin'],
  ['InstanceConnectEndpointId', 'instance-connect-endpoint'],
  ['VerifiedAccessManaged', 'verified-access'],
];

/** An interface of which neither type nor tags show one, and one of them is not known, may be one: it is missing. */
export const frontDoors = derivation('frontDoors', ({ networkInterfaces }): Fact<'frontDoors'> => {
  if (!networkInterfaces.known) return networkInterfaces;
  const items: Stored<'frontDoors'>[] = [];
  const missing: Missing[] = [...networkInterfaces.missing];
  for (const one of networkInterfaces.items) {
    const found = doorOf(one);
    if (found === undefined) continue;
    if (isUnknown(found))
      missing.push({ id: one.id, why: found.why, ...(found.action === undefined ? {} : { action: found.action }) });
    else items.push({ id: one.id, ...found, ...(isUnknown(one.vpcId) ? {} : { vpcId: one.vpcId }) });
  }
  return { known: true, items, missing };
});

function doorOf({ interfaceType, tags }: Interface): Pick<Stored<'frontDoors'>, 'kind' | 'says'> | Unknown | undefined {
  const ofType = types.find(([type]) => type === interfaceType);
  if (ofType !== undefined) return { kind: ofType[1], says: `an interface of the type ${ofType[0]}` };
  const tagged = isUnknown(tags) ? undefined : tagKeys.find(([key]) => tag(tags, key) !== undefined);
  if (tagged !== undefined) return { kind: tagged[1], says: `tagged ${tagged[0]}` };
  return [interfaceType, tags].find(isUnknown);
}
