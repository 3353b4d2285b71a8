import type { Stored } from '../../facts/index.ts';
import { list, without } from '../base.ts';
import type { Example, Expected } from '../example.ts';
import { ofWeb, serving } from './examples/services.ts';

const own: Expected = { resource: 'Service/default/kubernetes', status: 'pass', because: 'it has no externalIPs' };

export default [
  { says: 'None', facts: {}, expect: [own] },
  {
    says: 'The address of the metadata service',
    facts: serving({ externalIPs: ['169.254.169.254'] }),
    expect: [own, ...ofWeb('fail', 'externalIPs: 169.254.169.254')],
  },
  {
    says: 'No Service',
    facts: { services: list<Stored<'services'>>([]) },
    expect: [{ status: 'not-applicable', because: 'this cluster has no Service' }],
  },
  {
    says: 'Services could not be listed',
    facts: without('services', 'list services'),
    expect: [{ status: 'unknown', because: 'AccessDenied: list services (list services)' }],
  },
] satisfies readonly Example[];
