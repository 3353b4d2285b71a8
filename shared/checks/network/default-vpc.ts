import { check, fail, pass } from '../check.ts';
import { listed } from '../words.ts';

/**
 * The VPC that AWS makes in every Region has only public subnets, whose instances get public addresses by default, and anything that names no
 * VPC lands in it (VPC user guide, "Default VPCs").
 */
export default check({
  id: 'network/default-vpc',
  title: 'No cluster stands in the default VPC',
  severity: 'medium',
  scope: 'region',
  why: 'Every subnet of the default VPC is public: nodes get public addresses unless somebody remembers to prevent it, among whatever else was started without a thought for the network.',
  fix: {
    text: 'Make a VPC with private subnets and move the workloads to a new cluster in it: the VPC of a cluster cannot be changed.',
  },
  each: 'clusterVpcs',
  needs: [],
  judge: (vpc) => {
    const clusters = listed(vpc.clusters);
    const evidence = [{ kind: 'vpc', id: vpc.id, says: `isDefault: ${vpc.isDefault}, clusters: ${clusters}` }];
    return vpc.isDefault
      ? fail(`the default VPC of the Region holds ${clusters}`, evidence)
      : pass(`not the default VPC; it holds ${clusters}`, evidence);
  },
});
