import type { FactsOfTarget, Stored } from '../../facts/index.ts';
import { list, without } from '../base.ts';
import { configMap } from '../base-kubernetes.ts';
import { containerWith, deployed, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const password = { detector: 'url-with-password', place: 'data.app.yaml:12', fingerprint: '5e884898da28047151d0e56f8dc62927' };
const key = { detector: 'private-key', place: 'data.tls.key', fingerprint: '6b3a55e0261b0304143f805a24924d0c' };
const holding = (members: Partial<Stored<'configMaps'>>): FactsOfTarget => ({
  configMaps: list([{ ...configMap, ...members }]),
});
const web = 'ConfigMap/shop/web';

export default [
  {
    says: 'Nothing that looks like one',
    facts: {},
    expect: [{ resource: web, status: 'pass', because: 'nothing in it looks like a credential' }],
  },
  {
    says: 'A password in an address, and a private key',
    facts: holding({ credentials: [password, key] }),
    expect: [{ resource: web, status: 'fail', because: 'url-with-password in data.app.yaml:12, private-key in data.tls.key' }],
  },
  {
    says: 'A Deployment has the same password in its environment',
    facts: {
      ...holding({ credentials: [password] }),
      ...deployed(podWith([containerWith({ credentials: [{ ...password, place: 'env.DATABASE_URL' }] })])),
    },
    expect: [{ resource: web, status: 'fail', because: 'url-with-password in data.app.yaml:12; also in other objects' }],
  },
  {
    says: 'A platform namespace is told apart',
    facts: holding({ namespace: 'kube-system', credentials: [key] }),
    expect: [
      {
        resource: 'ConfigMap/kube-system/web',
        status: 'fail',
        because: 'private-key in data.tls.key; kube-system is a platform namespace',
        severity: 'low',
      },
    ],
  },
  {
    says: 'No ConfigMap',
    facts: { configMaps: list<Stored<'configMaps'>>([]) },
    expect: [{ status: 'not-applicable', because: 'this cluster has no ConfigMap' }],
  },
  {
    says: 'ConfigMaps could not be listed',
    facts: without('configMaps', 'list configmaps'),
    expect: [{ status: 'unknown', because: 'AccessDenied: list configmaps (list configmaps)' }],
  },
] satisfies readonly Example[];
