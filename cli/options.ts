import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Severity } from '../shared/checks/check.ts';
import { defaultRate } from '../shared/config/defaults.ts';
import { patterns } from '../shared/config/pieces.ts';
import { clusterName } from '../shared/contract/events.ts';
import { UsageError } from './io.ts';
import { addProbeOptions, type ProbeOptions } from './probing.ts';

/** Flags that `scan`, `check` and `manifests` share; they mean the same everywhere. */
export interface ReportOptions {
  readonly check: readonly string[];
  readonly framework: readonly string[];
  readonly out?: string;
  readonly format: readonly string[];
  readonly all?: true;
  readonly failOn?: Severity;
  readonly waivers?: string;
}

/** Flags of whatever reads AWS. */
export interface ScopeOptions extends ProbeOptions {
  readonly config?: string;
  readonly region: readonly string[];
  readonly cluster: readonly string[];
  readonly account: readonly string[];
  readonly organization?: true;
  readonly roleName?: string;
  readonly externalId?: string;
  readonly kubernetes: 'auto' | 'off';
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly rate?: number;
}

const repeated = (value: string, previous: readonly string[]): string[] => [...previous, value];

/** Each pattern with the words that tell what would fit. */
function matching(pattern: RegExp, what: string) {
  return (value: string): string => {
    if (!pattern.test(value)) throw new InvalidArgumentError(`It is not ${what}.`);
    return value;
  };
}

/** The same, of a flag that may be given more than once. */
function eachMatching(pattern: RegExp, what: string) {
  const one = matching(pattern, what);
  return (value: string, previous: readonly string[]): string[] => [...previous, one(value)];
}

function rate(value: string): number {
  const number = Number(value);
  if (!/^\d*\.?\d+$/.test(value) || !(number > 0 && number <= 1))
    throw new InvalidArgumentError('It is a share of the API rate: above 0, at most 1.');
  return number;
}

/** Adds a flag that may be given more than once. Its list is set here, and not as a default, for help would show an empty one. */
function addList(command: Command, flags: string, description: string, parse = repeated): void {
  const option = new Option(flags, description).argParser(parse);
  command.addOption(option).setOptionValueWithSource(option.attributeName(), [], 'default');
}

/** Flags of the contract that belong to capabilities which are still to come: refused, never silently ignored. */
const later = ['--all-network'];

export function addScopeOptions(command: Command): Command {
  for (const flags of later) command.addOption(new Option(flags).hideHelp());
  command.option('--config <file>', 'settings of a file such as postern.yaml; flags win over it');
  addTargetOptions(command, 'this account (repeatable), through the role; default: your own');
  command
    .option('--organization', 'every active account of your organization')
    .option('--role-name <name>', 'the role to assume in accounts other than your own (default: postern-member)', roleName)
    .option('--external-id <id>', "the external id that the role's trust asks for", externalId)
    .addOption(
      new Option('--kubernetes <mode>', "whether to read the clusters' own APIs").choices(['auto', 'off']).default('auto'),
    )
    .option('--kubeconfig <file>', 'only the one cluster that this file names, by its own API: nothing of AWS is read')
    .option('--context <name>', 'the context of the kubeconfig (default: its current one)');
  return addProbeOptions(addRateOption(command));
}

export const addRateOption = (command: Command): Command =>
  command.option('--rate <share>', `share of each API's rate to use (default: ${defaultRate})`, rate);

const region = eachMatching(patterns.region, 'a Region such as eu-central-1');
const cluster = eachMatching(clusterName, 'the name of a cluster');
const account = eachMatching(patterns.account, 'an account id: 12 digits');
const roleName = matching(patterns.roleName, 'the name of an IAM role');
const externalId = matching(patterns.externalId, 'an external id: 2 to 1224 letters, digits or any of _+=,.@:/-');

/** What to look at. @param accounts what `--account` does */
export function addTargetOptions(command: Command, accounts = 'only this account (repeatable)'): Command {
  addClusterOption(addRegionOption(command));
  addList(command, '--account <id>', accounts, account);
  return command;
}

/** @param otherwise what is looked at without it */
export function addRegionOption(command: Command, otherwise = 'every enabled Region'): Command {
  addList(command, '--region <region>', `only this Region (repeatable); default: ${otherwise}`, region);
  return command;
}

export function addClusterOption(command: Command): Command {
  addList(command, '--cluster <name>', 'only this cluster (repeatable)', cluster);
  return command;
}

/** Where runs go without --out. */
export const defaultFolder = 'postern-out';

/** @param folder where the run goes without --out */
export function addReportOptions(command: Command, folder = defaultFolder): Command {
  addSelectionOptions(command).option('--out <place>', `folder or s3://BUCKET/PREFIX for the run (default: ./${folder})`);
  addList(
    command,
    '--format <format>',
    'html, json, sarif, junit or terminal (repeatable); json, sarif or junit without --out goes to standard output',
  );
  return command
    .option('--all', 'list what passed and what was not applicable, too')
    .addOption(
      new Option('--fail-on <severity>', 'exit with 1 only for findings at or above this').choices([
        'critical',
        'high',
        'medium',
        'low',
      ]),
    )
    .addOption(new Option('--waivers <file>').hideHelp());
}

export function addSelectionOptions(command: Command): Command {
  addList(command, '--check <glob>', 'only checks that match, such as "api-endpoint/*" (repeatable)');
  addList(command, '--framework <id>', 'only checks that this framework maps (repeatable)');
  return command;
}

/** @throws UsageError for a flag whose capability is still to come */
export function refuseLater(options: Readonly<Record<string, unknown>>): void {
  for (const name of ['waivers', 'allNetwork'])
    if (options[name] !== undefined)
      throw new UsageError(
        `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} is not supported yet; leave it out`,
      );
}

/** A level of the Pod Security Standards and its version, as --pod-security takes them: `restricted`, `baseline:latest`, `restricted:v1.34`, `…:1.34`. */
export function podSecurity(value: string): { readonly level: 'baseline' | 'restricted'; readonly version: string } {
  const [, level, version = 'latest'] = /^(baseline|restricted)(?::(latest|v?1\.(?:0|[1-9]\d{0,5})))?$/.exec(value) ?? [];
  if (level === 'baseline' || level === 'restricted') return { level, version: version.replace(/^v/, '') };
  throw new InvalidArgumentError(
    'It is a level, baseline or restricted, with a version such as :1.34, :v1.34 or :latest, or without.',
  );
}
