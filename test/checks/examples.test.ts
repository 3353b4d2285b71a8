import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { base, cluster } from '../../shared/checks/base.ts';
import { account, region } from '../../shared/checks/base-names.ts';
import type { Example } from '../../shared/checks/example.ts';
import { type FactName, facts } from '../../shared/facts/index.ts';
import { allExamples, judged } from './estate.ts';

const all = await allExamples();

describe.each(all.map(({ check, examples }) => [check.id, check, examples] as const))('%s', (_, check, examples) => {
  it.each(examples.map((example) => [example.says, example] as const))('%s', (_says, example: Example) => {
    const { verdicts, errors } = judged(check, example.facts);
    const resource = { account, region, cluster: cluster.arn }[check.scope];
    const said = verdicts.map(({ status, because, resource: { id }, severity }) => ({
      ...(id === resource ? {} : { resource: id }),
      status,
      because,
      ...(status === 'fail' && severity !== check.severity ? { severity } : {}),
    }));
    expect(said).toEqual(example.expect);
    expect(errors).toEqual([]);
    for (const { status, evidence } of verdicts) if (status === 'fail') expect(evidence).not.toEqual([]);
  });

  it('has facts that collectors could have collected', () => {
    for (const example of [{ says: 'the base', facts: base }, ...examples])
      for (const [name, fact] of Object.entries(example.facts)) {
        const definition = facts[name as FactName];
        expect('from' in definition, `${example.says}: ${name} is derived`).toBe(false);
        expect(v.safeParse(definition.stored, fact).issues, `${example.says}: ${name}`).toBeUndefined();
      }
  });
});
