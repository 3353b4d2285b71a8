import type { Item } from '../../facts/index.ts';
import { check, fail, notApplicable, pass } from '../check.ts';
import { listed, quoted } from '../words.ts';

const ssh = 22;

/** `spec.ports`: TCP port 22 of the Service, or of the pods behind it. That a Git server needs one is for a waiver to say. */
export default check({
  id: 'services/ssh-ports',
  title: 'No Service leads to SSH',
  severity: 'medium',
  scope: 'cluster',
  why: 'A Service makes an SSH server of a pod a name in the whole cluster, and with a load balancer or a node port one outside of it: a way in past the API server and its audit log.',
  fix: { text: 'Delete the Service, and look into containers with kubectl exec or kubectl debug.' },
  each: 'services',
  needs: ['settings'],
  judge: (service, { settings: { platformNamespaces } }) => {
    const { namespace, name, type } = service;
    const own = service.ports.filter((port) => isSsh(port));
    if (own.length === 0) return pass('none of its ports is that of SSH');
    const because = `type: ${quoted(type)}, ${listed(own.map(({ port, targetPort }) => `port ${port} to ${targetPort ?? port}`))}`;
    if (platformNamespaces.includes(namespace)) return notApplicable(`${because}; ${namespace} is a platform namespace`);
    const isInside = type === 'ClusterIP' || type === 'ExternalName';
    return fail(
      because,
      [{ kind: 'service', id: `Service/${namespace}/${name}`, says: because }],
      isInside ? { severity: 'low' } : {},
    );
  },
});

type Port = Item<'services'>['ports'][number];
const isSsh = ({ protocol, port, targetPort }: Port): boolean =>
  protocol === 'TCP' && (port === ssh || targetPort === ssh || targetPort === 'ssh');
