import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, ComparisonOperator, type IMetric, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { FunctionName } from '../../shared/contract/functions.ts';
import { METRICS, metrics } from '../../shared/contract/metrics.ts';
import { NAME } from '../names.ts';
import type { ScannerFunction } from './scanner-function.ts';

export interface AlarmsProps {
  readonly topic: ITopic;
  readonly stateMachine: StateMachine;
  readonly functions: Readonly<Record<FunctionName, ScannerFunction>>;
  readonly deadLetters: Queue;
  readonly api: HttpApi;
  /** Percent; a run that could judge less rings. */
  readonly coverage?: number | undefined;
}

/** One alarm; `article` is its heading in docs/runbook.md, and its name. */
interface Bell {
  readonly article: string;
  readonly severity: 'high' | 'medium' | 'low';
  readonly says: string;
  readonly metric: IMetric;
  readonly rings: { readonly below: number } | { readonly from: number };
  readonly periods?: number;
  readonly missing?: TreatMissingData;
  /** Of several with one article. */
  readonly of?: string;
}

const HOURS_WITHOUT_A_RUN = 26;
const DEFAULT_COVERAGE = 95;
/** In an hour: an account of which we take a quarter of the rate answers so to others, or to us once in a while. */
const MANY_THROTTLED_ANSWERS = 100;
/** Of the machine's functions in five minutes: what is retried and then well is no reason to get up. */
const manyErrors = { plan: 1, collect: 5, scan: 5, publish: 1 } satisfies Partial<Record<FunctionName, number>>;
const ofMachine = ['plan', 'collect', 'scan', 'publish'] as const;

const ours = (metricName: string, statistic: string): Metric =>
  new Metric({ namespace: METRICS, metricName, statistic, period: Duration.hours(1) });

/** What rings when the scanner breaks, or sees less than it should. Each names its severity and its article in the runbook. */
export class Alarms extends Construct {
  readonly #topic: ITopic;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.#topic = props.topic;
    for (const bell of bells(props)) this.#hang(bell);
    for (const name of ofMachine) this.#hang(functionErrors(name, props.functions[name]));
    this.#hang(apiErrors(props.api));
  }

  #hang({ article, severity, says, metric, rings, periods = 1, missing = TreatMissingData.NOT_BREACHING, of }: Bell): void {
    const name = of === undefined ? article : `${article}-${of}`;
    const below = 'below' in rings;
    const alarm = new Alarm(this, name, {
      alarmName: `${NAME}-${name}`,
      alarmDescription: `Severity: ${severity}. ${says} What to do: docs/runbook.md#${article}`,
      metric,
      threshold: below ? rings.below : rings.from,
      comparisonOperator: below
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: missing,
    });
    alarm.addAlarmAction(new SnsAction(this.#topic));
  }
}

function bells({ stateMachine, deadLetters, coverage = DEFAULT_COVERAGE }: AlarmsProps): readonly Bell[] {
  return [
    {
      article: 'no-sealed-run',
      severity: 'high',
      says: `No run was sealed for ${HOURS_WITHOUT_A_RUN} hours.`,
      metric: ours(metrics.sealed, Stats.SUM),
      rings: { below: 1 },
      periods: HOURS_WITHOUT_A_RUN,
      missing: TreatMissingData.BREACHING,
    },
    {
      article: 'low-coverage',
      severity: 'high',
      says: `A sealed run could judge less than ${coverage} percent of what it was to judge.`,
      metric: ours(metrics.coverage, Stats.MINIMUM),
      rings: { below: coverage },
      // Until the next run says otherwise.
      missing: TreatMissingData.IGNORE,
    },
    ...failedRuns(stateMachine),
    {
      article: 'dead-letters',
      severity: 'high',
      says: 'A scheduled start could not be delivered for a day.',
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: Duration.minutes(5) }),
      rings: { from: 1 },
    },
    {
      article: 'throttled-account',
      severity: 'low',
      says: 'Scanned accounts asked us to slow down.',
      metric: ours(metrics.throttled, Stats.SUM),
      rings: { from: MANY_THROTTLED_ANSWERS },
    },
  ];
}

/**
 * Of the machine itself: its children, one for each account, count under its ARN with the label of the Map Run. Three alarms, and not one
 * on their sum: each of the metrics may not exist for months, and of a sum with nothing nobody says what it is.
 */
function failedRuns(stateMachine: StateMachine): readonly Bell[] {
  const options = { statistic: Stats.SUM, period: Duration.minutes(5) };
  const ends = [
    ['failed', 'A run failed.', stateMachine.metricFailed(options)],
    ['timed-out', 'A run took longer than it may.', stateMachine.metricTimedOut(options)],
    ['stopped', 'Somebody stopped a run.', stateMachine.metricAborted(options)],
  ] as const;
  return ends.map(([of, says, metric]) => ({ article: 'failed-run', of, severity: 'high', says, metric, rings: { from: 1 } }));
}

const functionErrors = (name: keyof typeof manyErrors, { lambda }: ScannerFunction): Bell => ({
  article: 'function-errors',
  of: name,
  severity: 'medium',
  says: `The function ${NAME}-${name} ended with errors.`,
  metric: lambda.metricErrors({ statistic: Stats.SUM, period: Duration.minutes(5) }),
  rings: { from: manyErrors[name] },
});

/** Its functions answer whatever happens: that they could not is not counted as an error of theirs, but by whoever passes it on. */
const apiErrors = (api: HttpApi): Bell => ({
  article: 'function-errors',
  of: 'api',
  severity: 'low',
  says: `The API could not answer: see the functions ${NAME}-start-scan and ${NAME}-download.`,
  metric: api.metricServerError({ statistic: Stats.SUM, period: Duration.minutes(5) }),
  rings: { from: 1 },
});
