import type { Example } from '../example.ts';
import { situations } from './examples/estate.ts';

export default [...situations('other ports (tcp 8081)', 'the internet reaches no other port')] satisfies readonly Example[];
