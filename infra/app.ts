/** What `cdk` calls (cdk.json): `cdk synth --context config=postern.yaml`. `npm run synth` and `npm run deploy` check more before. */
import { App } from 'aws-cdk-lib';
import { writeAssembly } from './assembly.ts';
import { readConfig } from './read-config.ts';

const given = new App({ autoSynth: false });
const file: unknown = given.node.tryGetContext('config');
writeAssembly(readConfig(typeof file === 'string' ? file : undefined), given.outdir);
