import { parseArgs } from 'node:util';
import { ConfigError } from '../shared/config/config.ts';
import type { Config } from '../shared/config/schema.ts';
import { FileError, readConfig } from './read-config.ts';
import { stackNames } from './stack-names.ts';

/** What the two commands touch of the process: given by main.ts, or by a test. */
export interface Console {
  /** Where the cloud assembly goes. */
  readonly outdir: string;
  /** Writes it (assembly.ts). @returns the templates' files */
  readonly assemble: (config: Config) => Promise<readonly string[]>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Runs `cdk` with these words. @returns its exit code */
  readonly cdk: (words: readonly string[]) => Promise<number>;
}

const exitCodes = { ok: 0, usage: 64, ours: 70 } as const;

const help = `npm run synth  [-- --config FILE]          writes the templates to cdk.out/, offline
npm run deploy [-- --config FILE] [--yes]  puts them into the account and Region of the caller's credentials

  --config FILE   postern.yaml: what is scanned, when, and who learns of it (docs/postern.yaml); without it the account itself
  --yes           asks nothing, also where rights are widened
`;

const needs = `It needs AWS credentials that may deploy (such as AWS_PROFILE), a Region (AWS_REGION), and once in each account and Region:
  npx cdk bootstrap aws://ACCOUNT/REGION
`;

class Usage extends Error {}

/**
 * `synth` or `deploy`. The configuration is read first: with a mistake in it nothing is bundled, written or created.
 * @param argv the command and its flags
 * @returns the exit code: 64 for what the caller can mend, the CDK's own where it was asked, 70 for our fault
 */
export async function run(argv: readonly string[], io: Console): Promise<number> {
  try {
    const { command, file, yes } = parse(argv);
    if (command === 'help') {
      io.out(help);
      return exitCodes.ok;
    }
    const config = readConfig(file);
    const templates = await io.assemble(config);
    if (command === 'deploy') return await deploy(config, yes, io);
    io.out(templates.map((template) => `${template}\n`).join(''));
    return exitCodes.ok;
  } catch (error) {
    const mine = [Usage, ConfigError, FileError].some((kind) => error instanceof kind);
    const message = error instanceof Error ? error.message : String(error);
    io.err(mine ? `postern: ${message}\n` : `postern: this is our fault: ${message}\n`);
    return mine ? exitCodes.usage : exitCodes.ours;
  }
}

function parse(argv: readonly string[]): { command: 'synth' | 'deploy' | 'help'; file: string | undefined; yes: boolean } {
  const [command, ...rest] = argv;
  const { config: file, yes = false, help: asked } = flags(rest);
  if (asked) return { command: 'help', file, yes };
  if (command !== 'synth' && command !== 'deploy')
    throw new Usage('the command is synth or deploy; see npm run deploy -- --help');
  if (command === 'synth' && yes) throw new Usage('--yes is for deploy; see npm run deploy -- --help');
  return { command, file, yes };
}

function flags(args: string[]): { config?: string; yes?: boolean; help?: boolean } {
  const options = { config: { type: 'string' }, yes: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new Usage(`${why.replaceAll(/\s+/g, ' ')}; see npm run deploy -- --help`);
  }
}

async function deploy(config: Config, yes: boolean, { outdir, err, cdk }: Console): Promise<number> {
  err(`postern: deploying the stack ${stackNames.hub}, which scans ${scanned(config)}\n`);
  const approval = ['--require-approval', yes ? 'never' : 'broadening'];
  const code = await cdk(['deploy', stackNames.hub, '--app', outdir, ...approval]);
  err(
    code === 0
      ? 'postern: deployed. Each account that is scanned needs the member role, too: docs/runbook.md#deploying\n'
      : `postern: cdk ended with ${code}, and says above why. ${needs}`,
  );
  return code;
}

function scanned({ accounts, organization, organizationalUnits }: Config): string {
  if (organizationalUnits !== undefined) return `${organizationalUnits.length} organizational unit(s)`;
  if (organization === true) return 'the organization';
  return accounts === undefined ? 'its own account' : `${accounts.length} account(s)`;
}
