import { writeFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { reportDefinitions, reportSchema } from '../shared/report/schema.ts';

/** docs/report.schema.json: the JSON Schema (draft 2020-12) of `report.json`. Run this file to write it; a test compares. */
export const reportSchemaFile = new URL('../docs/report.schema.json', import.meta.url);

export function reportSchemaText(): string {
  const schema = toJsonSchema(reportSchema, { target: 'draft-2020-12', definitions: reportDefinitions });
  const title = {
    $schema: schema.$schema,
    title: 'postern/report@1',
    description: 'A report of Postern, the file report.json of a run.',
  };
  return `${JSON.stringify({ ...title, ...schema }, null, 2)}\n`;
}

if (import.meta.main) writeFileSync(reportSchemaFile, reportSchemaText());
