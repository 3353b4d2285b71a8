import { writeFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { exposureDefinitions, exposureSchema } from '../shared/report/exposure/schema.ts';

/** docs/exposure.schema.json: the JSON Schema (draft 2020-12) of `postern exposure --format json`. Run this file to write it; a test compares. */
export const exposureSchemaFile = new URL('../docs/exposure.schema.json', import.meta.url);

export function exposureSchemaText(): string {
  const schema = toJsonSchema(exposureSchema, { target: 'draft-2020-12', definitions: exposureDefinitions });
  const title = {
    $schema: schema.$schema,
    title: 'postern/exposure@1',
    description: 'What the internet can reach, as postern exposure --format json prints it.',
  };
  return `${JSON.stringify({ ...title, ...schema }, null, 2)}\n`;
}

if (import.meta.main) writeFileSync(exposureSchemaFile, exposureSchemaText());
