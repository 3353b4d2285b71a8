import { check, fail, pass } from '../check.ts';
import { listed, quoted } from '../words.ts';

/** `spec.externalIPs` (CVE-2020-8554; the API server's admission plugin DenyServiceExternalIPs refuses them). */
export default check({
  id: 'services/external-addresses',
  title: 'No Service takes the traffic of other addresses',
  severity: 'medium',
  scope: 'cluster',
  why: 'Every node sends what pods address to an external IP of a Service to that Service instead: whoever may write one reads the traffic of the others, to a database, to the metadata service, to a partner.',
  fix: {
    text: 'Take externalIPs out of the Service, and use a load balancer. Refuse them by a ValidatingAdmissionPolicy: few clusters need them.',
    kubectl: `kubectl patch service NAME --type json -p '[{"op":"remove","path":"/spec/externalIPs"}]'`,
  },
  each: 'services',
  needs: [],
  judge: ({ namespace, name, externalIPs }) =>
    externalIPs.length === 0
      ? pass('it has no externalIPs')
      : fail(`externalIPs: ${listed(externalIPs.map(quoted))}`, [
          { kind: 'service', id: `Service/${namespace}/${name}`, says: `externalIPs: ${listed(externalIPs.map(quoted), 20)}` },
        ]),
});
