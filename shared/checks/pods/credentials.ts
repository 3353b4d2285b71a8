import { check } from '../check.ts';
import { type Container, judging, type Offence, type PodSpec } from '../specs.ts';
import { quoted } from '../words.ts';

/**
 * What looks like a credential in environment, command, arguments, probes, lifecycle handlers and annotations of a workload: by its form, by the password in an address,
 * or by the name under which it stands. Told are the detector, the place and a keyed fingerprint of this run; never the value.
 */
export default check({
  id: 'pods/credentials',
  title: 'No workload carries a credential in its specification',
  severity: 'high',
  scope: 'cluster',
  why: 'Whoever may list pods reads the specification: developers, dashboards, every agent with the role view. It is in manifests, in their history, and in each backup.',
  fix: {
    text: 'Replace the credential, since it has been read, and hand the new one in as a file: from a Secret, or by a store outside of the cluster. For AWS give the service account a role instead.',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'high',
    passes: 'nothing in environment, arguments and annotations looks like a credential',
    offences: (spec) => [
      ...spec.credentials.map((one) => offence(one)),
      ...spec.containers.flatMap((container) => container.credentials.map((one) => offence(one, container))),
    ],
  }),
});

function offence({ detector, place, fingerprint }: PodSpec['credentials'][number], container?: Container): Offence {
  const says = `${detector} in ${quoted(place)}`;
  return {
    ...(container === undefined ? {} : { container }),
    says,
    detail: `${says}; fingerprint ${fingerprint}: the same wherever the same credential is in this report`,
  };
}
