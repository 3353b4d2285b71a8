/** Services beside the API server's own, for the examples of this folder. */
import type { FactsOfTarget, Stored } from '../../../facts/index.ts';
import { list } from '../../base.ts';
import { apiService } from '../../base-kubernetes.ts';
import { loadBalancer } from '../../base-network.ts';
import type { Expected } from '../../example.ts';

/** Behind the load balancer of the base, whose listener is at 443 and whose targets are at 30080 of the node. */
export const web: Stored<'services'> = {
  ...apiService,
  namespace: 'shop',
  name: 'web',
  type: 'LoadBalancer',
  ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 8080, nodePort: 30_080 }],
  selector: { app: 'web' },
  ingress: [{ hostname: String(loadBalancer.dnsName) }],
};

export const serving = (members: Partial<Stored<'services'>>): FactsOfTarget => ({
  services: list([apiService, { ...web, ...members }]),
});

export const ofWeb = (status: Expected['status'], because: string, severity?: Expected['severity']): readonly Expected[] => [
  { resource: 'Service/shop/web', status, because, ...(severity === undefined ? {} : { severity }) },
];
