import type { Example } from '../example.ts';
import { situations } from './examples/estate.ts';

export default [
  ...situations('NodePort services (tcp 30080)', 'the internet reaches no port of the NodePort range'),
] satisfies readonly Example[];
