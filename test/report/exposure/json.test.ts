import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { exposureJson } from '../../../shared/report/exposure/json.ts';
import type { ExposureRow, RegionExposures, UnknownExposure } from '../../../shared/report/exposure/row.ts';
import { exposureSchema } from '../../../shared/report/exposure/schema.ts';
import { exposureSchemaFile, exposureSchemaText } from '../../../tools/exposure-schema.ts';
import { hostileString } from '../hostile.ts';
import { stream, textOf } from '../sample.ts';
import { sampleRegions, withStrings } from './sample.ts';

type Deep<T> = T extends readonly (infer U)[]
  ? T extends readonly [infer A, infer B]
    ? readonly [A, B]
    : readonly Deep<U>[]
  : T extends object
    ? { readonly [K in keyof T]: Deep<T[K]> }
    : T;
type Described = Deep<v.InferOutput<typeof exposureSchema>>;

const valid = new Ajv2020({ allErrors: true, strictTuples: false }).compile(JSON.parse(exposureSchemaText()));
const render = (regions: readonly RegionExposures[]) => textOf(exposureJson(stream(regions)));
const whole = (regions: readonly RegionExposures[]) => ({
  schema: 'postern/exposure@1',
  exposures: regions.flatMap(({ exposures }) => exposures),
  unknown: regions.flatMap(({ unknown }) => unknown),
});

describe('exposures as JSON', () => {
  test('are what was found, and nothing else', async () => {
    expect(JSON.parse(await render(sampleRegions()))).toEqual(whole(sampleRegions()));
    expect(await render([])).toBe('{\n"schema":"postern/exposure@1",\n"exposures":[],\n"unknown":[]\n}\n');
  });

  test('stand a row on a line, in the order of the contract', async () => {
    const lines = (await render(sampleRegions())).split('\n');
    expect(lines[3]).toMatch(
      /^\{"target":\{"account":"111122223333","region":"eu-central-1"\},"resource":\{"type":"eks-endpoint",/,
    );
    const order = [
      'target',
      'resource',
      'address',
      'protocol',
      'ports',
      'sources',
      'internet',
      'via',
      'inspection',
      'unless',
      'path',
    ];
    expect(Object.keys(JSON.parse((lines[5] ?? '').replace(/,$/, '')))).toEqual(order);
  });

  test('drop what the contract does not name', async () => {
    const [region] = sampleRegions();
    const extra = { ...region, exposures: region?.exposures.map((row) => ({ ...row, secret: 1 })) } as RegionExposures;
    expect(await render([extra])).not.toContain('secret');
  });

  test('come in chunks, however many', async () => {
    const [row] = sampleRegions()[0]?.exposures ?? [];
    const region = {
      target: { account: '1', region: 'r' },
      exposures: Array<ExposureRow>(3_000).fill(row as ExposureRow),
      unknown: [],
    };
    const chunks: string[] = [];
    for await (const chunk of exposureJson(stream([region, region]))) chunks.push(chunk);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(70_000);
    expect(JSON.parse(chunks.join('')).exposures).toHaveLength(6_000);
  });

  test('are the same values, and inert, whatever the strings', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(hostileString, { minLength: 1, maxLength: 40 }), async (strings) => {
        let at = 0;
        const regions = withStrings(sampleRegions(), () => strings[at++ % strings.length] ?? '');
        const text = await render(regions);
        expect(JSON.parse(text)).toEqual(whole(regions));
        expect(text.replaceAll('\n', '')).not.toMatch(/[<\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the schema', () => {
  test('and the types say the same', () => {
    expectTypeOf<Described['exposures'][number]>().toExtend<ExposureRow>();
    expectTypeOf<Described['unknown'][number]>().toExtend<UnknownExposure>();
    expectTypeOf<ExposureRow>().toExtend<Described['exposures'][number]>();
    expectTypeOf<UnknownExposure>().toExtend<Described['unknown'][number]>();
  });

  test('is in docs/exposure.schema.json (npm exec -- node tools/exposure-schema.ts writes it)', () => {
    expect(readFileSync(exposureSchemaFile, 'utf8')).toBe(exposureSchemaText());
  });

  test('admits what is printed', async () => {
    const printed = JSON.parse(await render(sampleRegions()));
    expect(valid(printed), JSON.stringify(valid.errors)).toBe(true);
    expect(v.parse(exposureSchema, printed)).toStrictEqual(printed);
  });

  const row = sampleRegions()[0]?.exposures[1] as ExposureRow;
  test.each<readonly [string, object]>([
    ['a member too many', { extra: 1 }],
    ['a protocol by number', { protocol: '6' }],
    ['a port that is none', { ports: [[22, 65_536]] }],
    ['half a range', { ports: [[22]] }],
    ['no source', { sources: [] }],
    ['no path', { path: undefined }],
    ['nothing unless', { unless: [] }],
    ['another resource', { resource: { type: 'instance', id: 'i-1' } }],
    ['no Region', { target: { account: '111122223333' } }],
  ])('refuses %s', (_, spoilt) => {
    const bad = JSON.parse(JSON.stringify({ schema: 'postern/exposure@1', exposures: [{ ...row, ...spoilt }], unknown: [] }));
    expect(valid(bad)).toBe(false);
    expect(v.safeParse(exposureSchema, bad).success).toBe(false);
  });
});
