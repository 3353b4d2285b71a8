import { environment, postern, type Transcript } from '../../cli/console.ts';
import type { Deployment } from './deployment.ts';

/** `postern remote …` against the deployment, with credentials of someone who may. */
export const remote = (
  { api, estate }: Pick<Deployment, 'api' | 'estate'>,
  cwd: string,
  ...argv: readonly string[]
): Promise<Transcript> =>
  postern(['remote', ...argv], {
    cwd,
    env: environment({
      POSTERN_API: api.url,
      AWS_ENDPOINT_URL: estate.url,
      AWS_ACCESS_KEY_ID: 'AKIAOPERATOR00000000',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
    }),
    now: () => new Date(),
  });
