import { AwsError } from '../../shared/clients/errors.ts';
import type { Context } from '../../shared/collect/collector.ts';
import { collectFacts } from '../../shared/collect/index.ts';
import type { CollectedName, FactsOfTarget } from '../../shared/facts/index.ts';
import { SMALL } from './estate.ts';
import { record } from './recorded.ts';

const recording = await record({ ...SMALL, clusters: 1, keys: 1, nodeGroups: 1 });

export type Answers = Readonly<Record<string, (answer: never, question: string) => unknown>>;
/** The recorded account, where some operations (by service and name) answer otherwise. */
export const context = (answers: Answers): Context =>
  recording.context((question, answer) => {
    const [service, operation] = question.split(' ');
    const other = answers[`${service} ${operation}`];
    return other === undefined ? answer : other(answer as never, question);
  });
export const collect = (names: readonly CollectedName[], answers: Answers): Promise<FactsOfTarget> =>
  collectFacts(names, context(answers));
export const reject = (kind: 'denied' | 'gone', why: string) => () => {
  throw new AwsError(kind, why);
};
