import { check } from '../check.ts';
import { apiServer, webPorts } from '../reachable-services.ts';
import { reaching } from '../reached.ts';

const everywhere = reaching(apiServer, 'medium', 'the internet reaches no API server on it');
const onControlPlanes = reaching([...apiServer, webPorts], 'medium', 'the internet reaches no API server on it');

/**
 * API servers on instances: of control planes that their owners run (kOps, Cluster API) and tag as such 6443, 8443, 443 and 8080, of all
 * others 6443 and 8443. The endpoint of an EKS cluster is judged by api-endpoint/public-access.
 */
export default check({
  id: 'exposure/api-server',
  title: 'The internet reaches no Kubernetes API server on instances',
  severity: 'medium',
  scope: 'cluster',
  why: 'Everybody may try stolen tokens and the next flaw of authentication on an API server that the internet reaches; and its version is told to whoever asks.',
  fix: {
    text: 'Put an internal load balancer in front of the control plane, give its instances no public address, and let its security group name those who administer.',
    cli: 'aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port 6443 --cidr 0.0.0.0/0',
  },
  each: 'nodeExposures',
  needs: ['settings'],
  judge: (part, facts) => (part.controlPlane ? onControlPlanes : everywhere)(part, facts),
});
