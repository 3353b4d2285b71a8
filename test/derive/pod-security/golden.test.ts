import { test } from 'vitest';
import { evaluate } from '../../../shared/derive/pod-security/evaluate.ts';
import type { Policy } from '../../../shared/derive/pod-security/policy.ts';
import { expectGolden } from '../../golden/golden.ts';
import { examples } from './examples.ts';
import { specOf } from './spec.ts';

const policies: readonly Policy[] = [
  { level: 'baseline', version: '1.0' },
  { level: 'baseline', version: 'latest' },
  { level: 'restricted', version: 'latest' },
];

/** What is said of an example, one line for each objection, and one for each field that shows it. */
const saidOf = ({ name, pod }: (typeof examples)[number]): string => {
  const spec = specOf(pod);
  const lines = policies.flatMap((policy) =>
    evaluate(spec, policy, { newest: 'latest' }).violations.flatMap(({ control, says, evidence }) => [
      `  ${policy.level} ${policy.version} ${control}: ${says}`,
      ...evidence.map(({ kind, id, says: value }) => `    ${kind} ${id}: ${value}`),
    ]),
  );
  return [name, ...(lines.length === 0 ? ['  allowed'] : lines)].join('\n');
};

// test/real/kubernetes holds these words against those of API servers.
test('what is said of every example, word for word', () => {
  expectGolden('pod-security.txt', `${examples.map(saidOf).join('\n\n')}\n`);
});
