import type { Example } from '../example.ts';
import { situations } from './examples/estate.ts';

export default [...situations('etcd (tcp 2379)', 'the internet reaches no etcd', 'medium')] satisfies readonly Example[];
