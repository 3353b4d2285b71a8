import * as v from 'valibot';
import { many } from './fact.ts';

/**
 * Ways from the internet into a Region's VPCs that lead neither through an internet gateway nor through a load balancer's own addresses, and
 * that are seen by their interfaces alone: what they let in is not evaluated. What shows no interface here (a VPC endpoint service, whose
 * endpoints stand in the VPCs of others) is not among them.
 */
export const frontDoors = many({
  scope: 'region',
  from: ['networkInterfaces'],
  bounds: ['networkInterfaces'],
  item: 'network-interface',
  none: 'no interface of this Region shows another way in from the internet',
  id: ({ id }) => ({ id }),
  schema: v.object({
    id: v.string(),
    kind: v.picklist([
      'global-accelerator',
      'cloudfront-vpc-origin',
      'api-gateway-vpc-link',
      'instance-connect-endpoint',
      'verified-access',
    ]),
    vpcId: v.optional(v.string()),
    /** What shows it. */
    says: v.string(),
  }),
});
