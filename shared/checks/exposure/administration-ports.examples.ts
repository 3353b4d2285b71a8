import type { Example } from '../example.ts';
import { situations } from './examples/estate.ts';

export default [...situations('SSH (tcp 22)', 'the internet reaches no administration port')] satisfies readonly Example[];
