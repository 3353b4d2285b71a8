/** Departures in what the node of the base reports, for the examples of this folder. */
import type { FactsOfTarget, Stored } from '../../../facts/index.ts';
import { list } from '../../base.ts';
import { node } from '../../base-kubernetes.ts';
import type { Expected } from '../../example.ts';

export const running = (members: Partial<Stored<'nodes'>>): FactsOfTarget => ({ nodes: list([{ ...node, ...members }]) });

/** What a check says to the pool of the base. */
export const ofPool = (status: Expected['status'], because: string, severity?: Expected['severity']): readonly Expected[] => [
  { resource: 'eks-node-group/general', status, because, ...(severity === undefined ? {} : { severity }) },
];
