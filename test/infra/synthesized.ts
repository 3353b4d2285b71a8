import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../infra/postern.ts';
import { stackNames } from '../../infra/stack-names.ts';
import type { Config } from '../../shared/config/schema.ts';
import { functionNames } from '../../shared/contract/functions.ts';
import { type Resolve, resolveValue } from '../cloud/asl/cloudformation.ts';
import { isObject, type Json, type JsonObject } from '../cloud/asl/json.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: JsonObject;
  readonly DeletionPolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: Json }>>;
  readonly Parameters: Readonly<Record<string, JsonObject>>;
}

export interface Synthesized {
  readonly hub: Template;
  readonly member: Template;
  /** Of the same, as it was written. */
  readonly texts: Readonly<Record<'hub' | 'member', string>>;
}

const made = new Map<string, Synthesized>();

/** The templates of a configuration, made once; with stubs for code, since what a bundle holds is no matter of the template. */
export function synthesize(config: Config = {}): Synthesized {
  const name = JSON.stringify(config);
  const found = made.get(name) ?? synthesizeAnew(config);
  made.set(name, found);
  return found;
}

/** @throws Error where cdk-nag finds something or, if templates are `validated`, CloudFormation would */
export function synthesizeAnew(config: Config, validated = false): Synthesized {
  const folder = mkdtempSync(join(tmpdir(), 'postern-infra-'));
  try {
    for (const name of functionNames) {
      mkdirSync(join(folder, 'code', name), { recursive: true });
      writeFileSync(join(folder, 'code', name, 'index.mjs'), `export const handler = async () => '${name}';\n`);
    }
    const outdir = join(folder, 'out');
    buildApp({ config, outdir, bundles: join(folder, 'code'), validated }).synth();
    const read = (name: string): string => readFileSync(join(outdir, `${name}.template.json`), 'utf8');
    const texts = { hub: read(stackNames.hub), member: read(stackNames.member) };
    return { texts, hub: JSON.parse(texts.hub), member: JSON.parse(texts.member) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Resources of a type, by logical id. */
export const ofType = ({ Resources }: Template, type: string): readonly (readonly [string, Resource])[] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

/** Properties of the one resource of a type whose logical id begins so. */
export function only(template: Template, type: string, id = ''): JsonObject {
  const [found, ...others] = ofType(template, type).filter(([name]) => name.startsWith(id));
  if (found === undefined || others.length > 0) throw new Error(`not one ${type} ${id}`);
  return resolved(found[1].Properties) as JsonObject;
}

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': '111111111111',
  'AWS::Region': 'eu-central-1',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackId': 'arn:aws:cloudformation:eu-central-1:111111111111:stack/Postern/0f8fad5b-d9cb-469f-a165-70867728950e',
};

/** Values as in a deployed stack: pseudo parameters, and for anything else the logical id with the attribute. */
export const deployed: Resolve = (name, attribute) => pseudo[name] ?? (attribute === undefined ? name : `${name}.${attribute}`);

/** A value of the template as it is deployed. */
export const resolved = (value: Json): Json => resolveValue(value, deployed);

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: Json;
  readonly Resource?: Json;
  readonly Principal?: Json;
  readonly Condition?: JsonObject;
}

const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
export const texts = (value: Json | undefined): readonly string[] => list(value).map(String);
export const statementsOf = (document: Json | undefined): readonly Statement[] =>
  isObject(document) ? (list(document.Statement) as unknown as readonly Statement[]) : [];

/** What a role may do: statements of its policies, by the beginning of its logical id. */
export function rightsOf(template: Template, role: string): readonly Statement[] {
  const roles = new Set(
    ofType(template, 'AWS::IAM::Role')
      .map(([id]) => id)
      .filter((id) => id.startsWith(role)),
  );
  if (roles.size !== 1) throw new Error(`not one role ${role}`);
  const attached = ofType(template, 'AWS::IAM::Policy')
    .map(([, { Properties }]) => resolved(Properties) as JsonObject)
    .filter(({ Roles }) => list(Roles).some((one) => roles.has(String(one))))
    .flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument));
  const inline = [...roles]
    .flatMap((id) => list(resolved(template.Resources[id]?.Properties.Policies ?? [])))
    .flatMap((policy) => (isObject(policy) ? statementsOf(policy.PolicyDocument) : []));
  return [...attached, ...inline];
}
