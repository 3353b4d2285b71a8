import type { Stored } from '../../facts/index.ts';

type Controller = Stored<'controllers'>;
type Pod = Stored<'pods'>;

/** What is at the top of a chain of controllers. */
export interface Top {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export const idOf = ({ kind, namespace, name }: Omit<Top, 'apiVersion'>): string => `${kind}/${namespace}/${name}`;

/** Pod, ReplicaSet, Deployment, and what a chart's own controllers put above: a longer chain than this is nobody's but an attacker's. */
const deepest = 8;

/**
 * Finds the top of the chain of controllers above a pod or controller. A reference counts by its uid and namespace, with kind and name as they
 * are there. One that leads to nothing that was listed names a controller of a kind that Kubernetes does not have, or one that is gone: the
 * reference itself is the top then. A circle ends where it began: whatever is claimed, the object is at or below some top.
 */
export function tops(controllers: readonly Controller[]): (object: Pod | Controller) => Top {
  const byUid = new Map(controllers.map((controller) => [controller.uid, controller]));
  const known = new Map<string, Top>();
  const topOf = (object: Pod | Controller): Top => {
    const self = selfOf(object);
    const path = new Set<string>();
    let current: Pod | Controller = object;
    for (let level = 0; level < deepest; level++) {
      const { owner, namespace } = current;
      if (owner === undefined || isNode(owner)) return selfOf(current);
      const above = byUid.get(owner.uid);
      if (above === undefined || !isOf(above, owner, namespace))
        return { apiVersion: owner.apiVersion, kind: owner.kind, namespace, name: owner.name };
      if (path.has(above.uid)) return self;
      path.add(above.uid);
      current = above;
    }
    return self;
  };
  return (object) => {
    const { owner, namespace } = object;
    if (owner === undefined || !('spec' in object) || isNode(owner)) return topOf(object);
    const key = JSON.stringify([namespace, owner.uid, owner.kind, owner.name]);
    let top = known.get(key);
    if (top === undefined) {
      top = topOf(object);
      // A circle ends at the pod itself, which is no top of its siblings.
      if (top.kind !== 'Pod') known.set(key, top);
    }
    return top;
  };
}

type Owner = NonNullable<Pod['owner']>;
const isOf = (controller: Controller, owner: Owner, namespace: string): boolean =>
  controller.namespace === namespace && controller.kind === owner.kind && controller.name === owner.name;

/** A mirror pod is owned by its node: what stands above it is nobody. */
const isNode = ({ apiVersion, kind }: Owner): boolean => apiVersion === 'v1' && kind === 'Node';

/** Static pods have the name of their node behind their own: on all nodes they are one workload. */
function selfOf(object: Pod | Controller): Top {
  if (!('spec' in object)) return object;
  const { namespace, name, mirror, node } = object;
  const ending = mirror && node !== undefined && isMirrorOf(object) ? `-${node}` : '';
  const own = ending !== '' && name.endsWith(ending) ? name.slice(0, -ending.length) : name;
  return { apiVersion: 'v1', kind: 'Pod', namespace, name: own === '' ? name : own };
}

const isMirrorOf = ({ owner, node }: Pod): boolean => owner !== undefined && isNode(owner) && owner.name === node;
