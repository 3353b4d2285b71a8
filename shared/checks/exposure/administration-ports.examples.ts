import type { Example } from '../example.ts';
import { situations } from './examples/estate.ts';
import { owners, ways } from './examples/nodes.ts';

export default [
  ...situations('SSH (tcp 22)', 'the internet reaches no administration port'),
  ...ways,
  ...owners,
] satisfies readonly Example[];
