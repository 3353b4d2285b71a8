import type { Collector, Context } from '../collect/collector.ts';
import { collectFacts } from '../collect/run.ts';
import { targetName } from '../engine/identity.ts';
import type { Subject } from '../engine/subject.ts';
import type { RunError } from '../engine/verdict.ts';
import type { CollectedName, FactsOfTarget } from '../facts/index.ts';
import { plainLine } from '../text/plain-line.ts';

const LONGEST = 1_000;

/** Reads facts of a target with the collectors of its scope; what fails by our own fault is noted for the report, and its fact is unknown. */
export async function read(
  collectors: readonly Collector[],
  names: readonly CollectedName[],
  context: Context,
  given: FactsOfTarget,
  target: Subject['target'],
): Promise<{ readonly facts: FactsOfTarget; readonly errors: readonly RunError[] }> {
  const errors: RunError[] = [];
  const onDefect = (name: string, error: unknown) =>
    errors.push({
      check: `fact ${name}`,
      target: targetName(target),
      // It may quote what was read: a snapshot holds no more of it than whoever loads it takes.
      message: plainLine(error instanceof Error ? error.message : String(error), LONGEST),
    });
  const facts = await collectFacts(collectors, names, context, given, { onDefect });
  return { facts, errors };
}
