import { describe, expect, test } from 'vitest';
import { cluster } from '../../shared/checks/base.ts';
import examples from '../../shared/checks/exposure/administration-ports.examples.ts';
import administrationPorts from '../../shared/checks/exposure/administration-ports.ts';
import type { FactsOfTarget, Stored } from '../../shared/facts/index.ts';
import { derived } from '../derive/derived.ts';
import { judged } from './estate.ts';

type Outcome = Stored<'probes'>['items'][number]['outcome'];

const [failing] = examples.filter((one) => one.expect.some(({ status }) => status === 'fail'));
const facts: FactsOfTarget = failing?.facts ?? {};
const exposures = derived('exposures', facts);
const rows = exposures.known ? exposures.value.rows : [];

/** The same estate, each of its rows probed with this outcome. */
const probed = (outcome: Outcome): FactsOfTarget => ({
  ...facts,
  probes: {
    known: true,
    value: {
      items: rows.flatMap(({ id, via, address, ports = [] }) =>
        ports.map(([port]) => ({ id, via, address, port, outcome, says: `it is ${outcome}` })),
      ),
      endpoint: 'not-exposed',
    },
  },
});

describe('an exposure that was probed', () => {
  const before = judged(administrationPorts, facts).verdicts.filter(({ status }) => status === 'fail');

  test.each<Outcome>(['connected', 'refused', 'timed-out', 'unreachable', 'not-probed'])(
    'fails as before, whatever came of it, and says so: %s',
    (outcome) => {
      const after = judged(administrationPorts, probed(outcome)).verdicts.filter(({ status }) => status === 'fail');
      const bare = (all: typeof after) => all.map(({ evidence: _, ...verdict }) => verdict);
      expect(before.length, cluster.name).toBeGreaterThan(0);
      expect(bare(after)).toEqual(bare(before));
      const said = after.flatMap(({ evidence }) => evidence.filter(({ kind }) => kind === 'probe'));
      expect(said.map(({ says }) => says)).toContain(`it is ${outcome}`);
      expect(after.map(({ evidence }) => evidence.filter(({ kind }) => kind !== 'probe'))).toEqual(
        before.map(({ evidence }) => evidence),
      );
    },
  );
});
