import type { Container, PodSpec } from '../../facts/pod-spec.ts';
import { appArmorAnnotation } from './controls/app-armor-profile.ts';

/**
 * What the API server makes of a pod before its admission judges it, as far as a control can tell. A pod that was read from a server has all
 * of it; a template, and a manifest, have not, and are judged as the pods that would be made of them.
 *
 * - On the node's network every port of a container is one of the node (SetDefaults_Pod; init containers too).
 * - The annotation `unconfined` of a container that sets no AppArmor profile becomes that profile, unless the pod has the same, or is one
 *   of Windows (since 1.30; other values become profiles to which no control objects).
 *
 * What else it sets no control asks for: a volume without a type becomes an emptyDir (restrictedVolumes knows), `procMount` becomes Default.
 */
export function asCreated(spec: PodSpec): PodSpec {
  const podUnconfined = spec.securityContext?.appArmorProfile?.type === 'Unconfined';
  const annotated = spec.os !== 'windows' && !podUnconfined && Object.keys(spec.annotations).some(isAppArmor);
  if (spec.hostNetwork !== true && !annotated) return spec;
  const containers = spec.containers.map((container) => {
    const opened = spec.hostNetwork === true && container.list !== 'ephemeralContainers' ? onHostNetwork(container) : container;
    return annotated && spec.annotations[`${appArmorAnnotation}${container.name}`] === 'unconfined'
      ? unconfined(opened)
      : opened;
  });
  return { ...spec, containers };
}

const isAppArmor = (key: string): boolean => key.startsWith(appArmorAnnotation);

const onHostNetwork = (container: Container): Container => ({
  ...container,
  ports: container.ports.map((port) => ({ ...port, hostPort: port.hostPort || port.containerPort || 0 })),
});

const unconfined = (container: Container): Container =>
  container.securityContext?.appArmorProfile === undefined
    ? { ...container, securityContext: { ...container.securityContext, appArmorProfile: { type: 'Unconfined' } } }
    : container;
