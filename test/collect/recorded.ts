import { startEstate } from '../../estate/server.ts';
import { type Context, contextOf } from '../../shared/collect/collector.ts';
import { collectedOf, collectFacts } from '../../shared/collect/index.ts';
import type { CollectedName, FactsOfTarget } from '../../shared/facts/index.ts';
import { awsAt, contextAt, estateOf, ofClusterFromAws, type Sizes } from './estate.ts';

/** The answers to all questions of a scan, by the question; `change` makes of each answer what a test wants. */
export interface Recording {
  readonly answers: ReadonlyMap<string, unknown>;
  /** A context that answers from the recording, without any network. */
  context(change: (question: string, answer: unknown) => unknown): Context;
}

const keyOf = (service: string, operation: string, input: unknown): string =>
  `${service} ${operation} ${JSON.stringify(input)}`;

/** Reads a Region and its clusters once from a simulated estate. */
export async function record(sizes: Sizes): Promise<Recording> {
  const estate = await startEstate(estateOf(sizes), { kubernetes: false });
  const aws = await awsAt(estate.url);
  const answers = new Map<string, unknown>();
  const real = contextAt(aws);
  const call: Context['call'] = async (service, operation, input) => {
    const answer = await real.call(service, operation, input);
    answers.set(keyOf(service, operation, input), answer);
    return answer;
  };
  await readAll({ ...real, call, elsewhere: () => ({ call }) });
  aws.close();
  await estate.close();
  const context = (change: (question: string, answer: unknown) => unknown): Context => {
    const replay: Context['call'] = async (service, operation, input) => {
      const question = keyOf(service, operation, input);
      return change(question, structuredClone(answers.get(question) ?? {})) as never;
    };
    return { ...contextOf(aws, real, real.kubernetes), call: replay, elsewhere: () => ({ call: replay }) };
  };
  return { answers, context };
}

/** All facts of the account, of the Region, and of its first cluster. */
export async function readAll(
  context: Context,
  onDefect?: (name: CollectedName, error: unknown) => void,
): Promise<FactsOfTarget> {
  const options = onDefect === undefined ? {} : { onDefect };
  const above = await collectFacts([...collectedOf('account'), ...collectedOf('region')], context, {}, options);
  const value = above.clusters?.known ? above.clusters.items[0] : undefined;
  if (value === undefined) return above;
  return { ...above, ...(await collectFacts(ofClusterFromAws, context, { cluster: { known: true, value } }, options)) };
}
