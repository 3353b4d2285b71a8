import { type Judgement, notApplicable } from './check.ts';

/** Why no endpoint was probed: only what the internet reaches is. */
export const untried = (why: 'not-exposed' | 'not-eks'): Judgement =>
  notApplicable(
    why === 'not-eks'
      ? 'the cluster has no endpoint of EKS: exposure/api-server judges its own'
      : 'the internet does not reach the endpoint, and nothing else is probed',
  );
