import { hash } from 'node:crypto';
import type { Resource, Target } from './verdict.ts';

/** A verdict's id: the same in every run for the same finding; a cluster that was made anew is a new subject (contracts 3.2). */
export function verdictId(target: Target, check: string, resource: Resource): string {
  const subject = [
    // Files are of no partition, nor is a cluster that a kubeconfig names.
    target.partition || null,
    target.account ?? null,
    target.region ?? null,
    target.cluster?.arn ?? target.cluster?.uid ?? target.cluster?.server ?? null,
    target.cluster?.createdAt ?? null,
    check,
    resource.type,
    resource.id,
    resource.file ?? null,
  ];
  return hash('sha256', JSON.stringify(subject)).slice(0, 32);
}

/** How a target is named in one line, for errors and progress: account, Region, cluster. */
export const targetName = (target: Pick<Target, 'account' | 'region' | 'cluster'>): string =>
  [target.account, target.region, target.cluster?.name].filter((part) => part !== undefined).join('/');
