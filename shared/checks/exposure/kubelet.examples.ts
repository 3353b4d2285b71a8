import type { Example } from '../example.ts';
import { situations } from './examples/estate.ts';

export default [...situations('kubelet (tcp 10250)', 'the internet reaches no kubelet')] satisfies readonly Example[];
