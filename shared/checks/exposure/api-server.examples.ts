import type { Example } from '../example.ts';
import { situations } from './examples/estate.ts';

export default [
  ...situations('Kubernetes API server (tcp 6443)', 'the internet reaches no API server on it'),
] satisfies readonly Example[];
