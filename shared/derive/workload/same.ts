import type { PodSpec } from '../../facts/pod-spec.ts';

/** Where the API server mounts the token of a pod's service account. */
const tokenPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * A key of a specification: the same for a template and for the pods that Kubernetes itself makes of it, whatever admission writes into
 * every pod. Left out of it: the node; the mounted token of the service account, and its name where it is the default one; claims, which
 * a StatefulSet names for each pod; pull secrets and the priority class, which come from the service account and the cluster; and host
 * ports that the host's network makes of container ports. Any other difference is another specification.
 */
export function specKeys(): (spec: PodSpec) => string {
  const known = new Map<PodSpec, string>();
  return (spec) => {
    let key = known.get(spec);
    if (key === undefined) {
      key = keyOf(spec);
      known.set(spec, key);
    }
    return key;
  };
}

function keyOf({ nodeName: _n, priorityClassName: _p, imagePullSecrets: _s, serviceAccountName, ...spec }: PodSpec): string {
  const own = new Set(spec.volumes.filter(isOwnToken).map(({ name }) => name));
  const hostPort = (port: PodSpec['containers'][number]['ports'][number]) =>
    spec.hostNetwork === true && port.hostPort === port.containerPort ? { ...port, hostPort: undefined } : port;
  return JSON.stringify({
    serviceAccountName: serviceAccountName ?? 'default',
    ...spec,
    volumes: spec.volumes.filter((volume) => !own.has(volume.name) && volume.type !== 'persistentVolumeClaim'),
    containers: spec.containers.map((container) => ({
      ...container,
      ports: container.ports.map(hostPort),
      volumeMounts: container.volumeMounts.filter(({ name, mountPath }) => !(own.has(name) && mountPath === tokenPath)),
    })),
  });
}

/** For how long the service account admission asks (WarnOnlyBoundTokenExpirationPeriod of kubernetes/pkg/serviceaccount), in seconds. */
const ownLifetime = 3607;

/** The volume that the service account admission adds: a token for the API server, and nothing else of what a judgement reads. */
const isOwnToken = ({ name, type, tokens }: PodSpec['volumes'][number]): boolean =>
  /^kube-api-access(-[a-z0-9]{5})?$/.test(name) &&
  type === 'projected' &&
  tokens?.length === 1 &&
  tokens.every(({ audience, expirationSeconds = 0 }) => audience === undefined && expirationSeconds <= ownLifetime);
