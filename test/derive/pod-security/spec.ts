import { podSpecOf } from '../../../shared/collect/kubernetes/pod-spec.ts';
import type { PodSpec } from '../../../shared/facts/pod-spec.ts';
import type { RawPod } from './pods.ts';

/** What is kept of a pod: by the same projection as a scan's. */
export const specOf = ({ spec, annotations = {} }: RawPod): PodSpec =>
  podSpecOf(spec, { annotations, credentialsIn: () => [] });
