import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp, stackNames } from '../../infra/postern.ts';
import type { Config } from '../../shared/config/schema.ts';
import { functionNames } from '../../shared/contract/functions.ts';
import { type Resolve, resolveValue } from '../cloud/asl/cloudformation.ts';
import type { Json, JsonObject } from '../cloud/asl/json.ts';

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

/** The templates of a configuration, with stubs for code: what a bundle holds is no matter of the template. */
export function synthesize(config: Config = {}): {
  readonly hub: Template;
  readonly member: Template;
  readonly folder: string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'postern-infra-'));
  for (const name of functionNames) {
    mkdirSync(join(folder, 'code', name), { recursive: true });
    writeFileSync(join(folder, 'code', name, 'index.mjs'), `export const handler = async () => '${name}';\n`);
  }
  const outdir = join(folder, 'out');
  buildApp({ config, outdir, bundles: join(folder, 'code') }).synth();
  const read = (name: string): Template => JSON.parse(readFileSync(join(outdir, `${name}.template.json`), 'utf8'));
  return { hub: read(stackNames.hub), member: read(stackNames.member), folder: outdir };
}

/** Resources of a type, by logical id. */
export const ofType = ({ Resources }: Template, type: string): readonly (readonly [string, Resource])[] =>
  Object.entries(Resources).filter(([, { Type }]) => Type === type);

/** Values as in a deployed stack: pseudo parameters, and for anything else the logical id with the attribute. */
export const deployed: Resolve = (name, attribute) => pseudo[name] ?? (attribute === undefined ? name : `${name}.${attribute}`);

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': '111111111111',
  'AWS::Region': 'eu-central-1',
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackId': 'arn:aws:cloudformation:eu-central-1:111111111111:stack/Postern/0f8fad5b-d9cb-469f-a165-70867728950e',
};

/** A value of the template as it is deployed. */
export const resolved = (value: Json): Json => resolveValue(value, deployed);
