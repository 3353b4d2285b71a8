import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import type { Config } from '../shared/config/schema.ts';
import { type FunctionName, functionNames } from '../shared/contract/functions.ts';

/** The code of a function as it is deployed: a folder with `index.mjs`, whose handler is `index.handler`, and `settings.json`. */
export interface Bundle {
  readonly name: FunctionName;
  readonly folder: string;
  /** Of `index.mjs`. */
  readonly bytes: number;
  /** What of each source file is in it: bytes by path, relative to the project. */
  readonly inputs: ReadonlyMap<string, number>;
  /** What is imported and not in it: modules of Node, and `otherCredentials`. */
  readonly imports: readonly string[];
}

/**
 * Where the SDK's default chain looks for credentials beyond the environment, each imported when its turn comes. It never does: every client
 * of the functions is given what Lambda put into the environment.
 */
export const otherCredentials = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
] as const;

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles every function into `<outFolder>/<function>/`: the same bytes for the same sources and settings.
 * @param settings what `postern.yaml` says; `{}` without one
 * @throws Error of esbuild, which has printed what is wrong
 */
export function bundleFunctions(outFolder: string, settings: Config): readonly Bundle[] {
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(functionNames.map((name) => [`${name}/index`, `functions/${name}.ts`])),
    outdir: outFolder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The default takes the CommonJS forms of packages first, which cannot be shaken: nearly twice the size.
    mainFields: ['module', 'main'],
    external: [...otherCredentials],
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  return functionNames.map((name) => {
    const folder = join(outFolder, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'settings.json'), `${JSON.stringify(settings)}\n`);
    const [, output] = Object.entries(metafile.outputs).find(([path]) => path.endsWith(`${name}/index.mjs`)) ?? [];
    if (output === undefined) throw new Error(`no bundle of ${name} was made`);
    const inputs = Object.entries(output.inputs).map(([path, { bytesInOutput }]): [string, number] => [path, bytesInOutput]);
    const imports = [...new Set(output.imports.map(({ path }) => path))].sort();
    return { name, folder, bytes: output.bytes, inputs: new Map(inputs), imports };
  });
}
