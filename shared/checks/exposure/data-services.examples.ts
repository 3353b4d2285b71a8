import type { Example } from '../example.ts';
import { situations } from './examples/estate.ts';

export default [
  ...situations('PostgreSQL (tcp 5432)', 'the internet reaches no database, dashboard or metrics'),
] satisfies readonly Example[];
