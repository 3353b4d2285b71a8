import { IpSet } from '../../net/ip-set.ts';
import { isWholeInternet } from '../../net/reserved.ts';
import { check, fail, pass } from '../check.ts';
import { largeRange, publicRange, publicSize } from '../public-range.ts';

/**
 * Only `publicAccessCidrs` filters the public endpoint: no security group, network ACL or block of public access does (EKS user guide, "Cluster
 * API server endpoint"). It is still returned while the endpoint is off, and then means nothing. An empty list lets everybody in.
 */
export default check({
  id: 'api-endpoint/public-access',
  title: 'The API server is not open to the internet at large',
  severity: 'high',
  scope: 'cluster',
  provider: 'eks',
  why: 'Whoever reaches the API server can try stolen tokens, misconfigured anonymous access and flaws of Kubernetes itself against it. A list of known addresses takes that chance from everybody else.',
  fix: {
    text: 'Turn the public endpoint off and reach the API server from inside the VPC, or list the few addresses that need it.',
    cli: 'aws eks update-cluster-config --name CLUSTER --resources-vpc-config endpointPublicAccess=false,endpointPrivateAccess=true',
    cdk: "new eks.Cluster(this, 'Cluster', { endpointAccess: eks.EndpointAccess.PRIVATE, … })",
    terraform: 'vpc_config {\n  endpoint_public_access  = false\n  endpoint_private_access = true\n}',
  },
  needs: ['cluster', 'settings'],
  judge: ({ cluster, settings }) => {
    const evidence = (says: string) => [{ kind: 'cluster', id: cluster.arn, says }];
    if (!cluster.endpointPublicAccess) return pass('the public endpoint is off', evidence('endpointPublicAccess: false'));
    const cidrs = cluster.publicAccessCidrs.length === 0 ? ['0.0.0.0/0'] : cluster.publicAccessCidrs;
    const set = IpSet.fromCidrs(cidrs);
    // The fact holds CIDRs only: anything else made its member unknown.
    if (!set.ok) throw new RangeError(set.problem);
    const quoted = evidence(
      `endpointPublicAccess: true, publicAccessCidrs: ${cluster.publicAccessCidrs.join(', ') || 'none, which means 0.0.0.0/0'}`,
    );
    const size = publicSize(set.value);
    switch (publicRange(set.value, settings.largeRange)) {
      case 'internet':
        return fail(`the public endpoint is open to the whole internet (${families(set.value)})`, quoted);
      case 'large':
        return fail(
          `the public endpoint is open to ${size}; more than ${largeRange(settings.largeRange)} are too many`,
          quoted,
          {
            severity: 'medium',
          },
        );
      case 'small':
        return pass(`the public endpoint is open to ${size}`, quoted);
      case 'none':
        return pass(
          'the public endpoint is on, and its list holds no public address: private ones have no effect there',
          quoted,
        );
    }
  },
});

const families = (set: IpSet): string =>
  [...(isWholeInternet(set, 'v4') ? ['IPv4'] : []), ...(isWholeInternet(set, 'v6') ? ['IPv6'] : [])].join(' and ');
