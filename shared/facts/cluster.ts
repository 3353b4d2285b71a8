import { clusterSchema } from './clusters.ts';
import { one } from './fact.ts';

/** The cluster that is being judged: its own item of `clusters`. */
export const cluster = one({ scope: 'cluster', from: ['target', 'clusters'], bounds: ['clusters'], schema: clusterSchema });
