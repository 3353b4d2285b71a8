import { isUnknown, unknown } from '../facts/fact.ts';
import type { Stored } from '../facts/index.ts';
import { parseCidr } from '../net/cidr.ts';
import { derivation } from './derive.ts';

/**
 * The target's own item of `clusters`, by ARN. What cannot be compared does not pass on: a version that is no Kubernetes version and a list
 * with a text that is no CIDR become unknown members, so that no check widens or narrows them silently.
 */
export const cluster = derivation('cluster', ({ target, clusters }) => {
  if (target.cluster === undefined) return unknown('the target is not a cluster');
  const { arn, name } = target.cluster;
  if (arn === undefined) return unknown(`${name} is not a cluster of EKS's`);
  if (!clusters.known) return clusters;
  const missing = clusters.missing.find(({ id }) => id === arn || id === name);
  if (missing !== undefined) return unknown(missing.why, missing.action);
  const own = clusters.items.find((item) => item.arn === arn);
  if (own === undefined) return unknown(`EKS lists no cluster ${name}`);
  return { known: true, value: { ...own, version: version(own), publicAccessCidrs: publicAccessCidrs(own) } };
});

function version({ version }: Stored<'clusters'>): Stored<'clusters'>['version'] {
  if (typeof version !== 'string' || /^[0-9]{1,4}\.[0-9]{1,4}$/.test(version)) return version;
  return unknown(`the cluster's version ${JSON.stringify(version.slice(0, 64))} is not a Kubernetes version such as 1.34`);
}

function publicAccessCidrs({ publicAccessCidrs: cidrs }: Stored<'clusters'>): Stored<'clusters'>['publicAccessCidrs'] {
  if (isUnknown(cidrs)) return cidrs;
  const bad = cidrs.map(parseCidr).find(({ ok }) => !ok);
  return bad === undefined || bad.ok ? cidrs : unknown(`publicAccessCidrs: ${bad.problem}`);
}
