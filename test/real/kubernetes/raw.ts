import type { Container, PodSpec, Volume } from '../../../shared/facts/pod-spec.ts';
import type { Raw, RawPod } from '../../derive/pod-security/pods.ts';

const set = (fields: Raw): Raw => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** What the API asks of a source beside its type; the others it takes empty. */
const sources: Readonly<Record<string, Raw>> = {
  awsElasticBlockStore: { volumeID: 'vol-1' },
  configMap: { name: 'settings' },
  gitRepo: { repository: 'https://git.example/r' },
  nfs: { server: 'nfs.example', path: '/' },
  persistentVolumeClaim: { claimName: 'data' },
};

/** Of a specification as we keep it, a pod as the API takes it: what admission reads of it is the same, and the rest is left out. */
export function rawOf({ annotations, ...spec }: PodSpec): RawPod {
  const of = (list: Container['list']) => spec.containers.filter((container) => container.list === list).map(containerOf);
  const { hostNetwork, hostPID, hostIPC, hostUsers, os, securityContext } = spec;
  return {
    annotations,
    spec: set({
      hostNetwork,
      hostPID,
      hostIPC,
      hostUsers,
      os: os === undefined ? undefined : { name: os },
      securityContext,
      initContainers: of('initContainers'),
      containers: of('containers'),
      volumes: spec.volumes.map(volumeOf),
    }),
  };
}

const volumeOf = ({ name, type, hostPath, reference }: Volume): Raw => {
  if (type === undefined) return { name };
  return { name, [type]: hostPath ?? (type === 'image' ? { reference: reference ?? 'tools:1' } : (sources[type] ?? {})) };
};

const containerOf = (container: Container): Raw => {
  const { name, image, restartPolicy, ports, volumeMounts, securityContext, handlerHosts } = container;
  const handlers = handlerHosts.map(({ place, host }) => handlerOf(place.split('.'), host));
  return set({ name, image, restartPolicy, ports, volumeMounts, securityContext, ...Object.assign({}, ...handlers) });
};

/** `livenessProbe.httpGet`, `lifecycle.preStop.tcpSocket`. */
const handlerOf = ([first = '', ...rest]: readonly string[], host: string): Raw => ({
  [first]: rest.length === 0 ? { host, port: 80, ...(first === 'httpGet' ? { path: '/' } : {}) } : handlerOf(rest, host),
});
