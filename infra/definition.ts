import { concurrency } from '../shared/contract/concurrency.ts';
import { functionSeconds } from './function-sizes.ts';

/** What the definition leaves open, each a `${Name}` that CloudFormation puts in. */
export type Substitution = 'Partition' | 'Plan' | 'Collect' | 'Scan' | 'Publish' | 'Evidence' | 'Work';
const put = (name: Substitution): string => `\${${name}}`;
const integration = (name: string): string => `arn:${put('Partition')}:states:::${name}`;
type FunctionSubstitution = Extract<Substitution, 'Plan' | 'Collect' | 'Scan' | 'Publish'>;

/** Where the Map Run writes what became of its children: noise of the machine, and no part of a run. */
export const EXECUTIONS = 'executions/';
/** Of the Map Run: children's executions are `execution:<machine>/<label>:<id>`. */
const MAP_LABEL = 'accounts';

const HOUR = 3_600;
/** A run may wait for another one before, and is itself no longer than a night and a day. */
const LONGEST_RUN_SECONDS = 20 * HOUR;
const POLL_SECONDS = 120;

const jitter = { BackoffRate: 2, JitterStrategy: 'FULL' } as const;
/** Worth trying again: faults of Lambda, its limits, and once or twice anything that a function died of. */
const retry = [
  // What it was called with will not get better.
  { ErrorEquals: ['EventError'], MaxAttempts: 0 },
  { ErrorEquals: ['Lambda.TooManyRequestsException'], IntervalSeconds: 3, MaxAttempts: 10, MaxDelaySeconds: 120, ...jitter },
  {
    ErrorEquals: [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.ClientExecutionTimeoutException',
    ],
    IntervalSeconds: 2,
    MaxAttempts: 6,
    MaxDelaySeconds: 60,
    ...jitter,
  },
  { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 2, MaxDelaySeconds: 60, ...jitter },
];

/** A Task that invokes a function: a little more time than the function itself has, so that its own end is seen first. */
const invoke = (name: FunctionSubstitution, timeoutSeconds: number, payload: unknown, more: object): object => ({
  Type: 'Task',
  Resource: integration('lambda:invoke'),
  Arguments: { FunctionName: put(name), Payload: payload },
  TimeoutSeconds: timeoutSeconds + 60,
  Retry: retry,
  ...more,
});

/** A redriven execution may find that another run has begun meanwhile: two hours are longer than that takes. */
const whileBusy = { ErrorEquals: ['BusyError'], IntervalSeconds: POLL_SECONDS, BackoffRate: 1, MaxAttempts: 60 };

const onFailure = (next: string): object => ({ Catch: [{ ErrorEquals: ['States.ALL'], Next: next, Output: {} }] });

/** One cluster, or the Region itself. It fails alone: `publish` finds that it has no result. */
const target = {
  StartAt: 'Scan',
  States: {
    Scan: invoke('Scan', functionSeconds.scan, '{% $merge([$place, $states.input]) %}', {
      Output: {},
      ...onFailure('Target failed'),
      End: true,
    }),
    'Target failed': { Type: 'Pass', Output: {}, End: true },
  },
};

/** What is carried from a Map into its iterations: an ItemSelector must be an object, and has no word for a member that may be missing. */
const inAccount = '{% $merge([$account, $states.input]) %}';

const region = {
  StartAt: 'Collect Region',
  States: {
    'Collect Region': invoke('Collect', functionSeconds.collect, inAccount, {
      Assign: { place: inAccount, targets: '{% [$states.result.Payload.targets] %}' },
      Output: {},
      ...onFailure('Region failed'),
      Next: 'Targets',
    }),
    Targets: {
      Type: 'Map',
      Items: '{% $targets %}',
      MaxConcurrency: concurrency.targets,
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...target },
      Output: {},
      End: true,
    },
    'Region failed': { Type: 'Pass', Output: {}, End: true },
  },
};

const account = {
  StartAt: 'Collect account',
  States: {
    'Collect account': invoke('Collect', functionSeconds.collect, '{% $states.input %}', {
      Assign: { account: '{% $states.input %}', regions: '{% [$states.result.Payload.regions] %}' },
      Output: '{% $states.input %}',
      Next: 'Scan account',
    }),
    'Scan account': invoke('Scan', functionSeconds.scan, '{% $states.input %}', {
      Output: {},
      ...onFailure('Regions'),
      Next: 'Regions',
    }),
    Regions: {
      Type: 'Map',
      Items: '{% $regions %}',
      MaxConcurrency: concurrency.regions,
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...region },
      Output: {},
      End: true,
    },
  },
};

const accounts = (atOnce: number): object => ({
  Type: 'Map',
  Label: MAP_LABEL,
  ItemReader: {
    Resource: integration('s3:getObject'),
    ReaderConfig: { InputType: 'JSON' },
    Arguments: { Bucket: put('Evidence'), Key: '{% $states.input.accounts %}' },
  },
  MaxConcurrency: atOnce,
  // A child that fails is a failed target, never a failed run.
  ToleratedFailurePercentage: 100,
  ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...account },
  ResultWriter: {
    Resource: integration('s3:putObject'),
    Arguments: { Bucket: put('Work'), Prefix: `{% '${EXECUTIONS}' & $run %}` },
  },
  Retry: [{ ErrorEquals: ['States.ItemReaderFailed'], IntervalSeconds: 5, MaxAttempts: 3, ...jitter }],
  Output: {},
  // What was not scanned, `publish` reports as failed.
  ...onFailure('Publish'),
  Next: 'Publish',
});

/**
 * The state machine (Amazon States Language, JSONata): plan, a child for each account, publish. What it carries is small: keys and names;
 * facts and verdicts go through S3. Its input is a Start (contract/events.ts).
 * @param accountsAtOnce children at a time
 */
export const definition = (accountsAtOnce: number): object => ({
  Comment: 'Postern: plan, collect and scan each account, publish.',
  QueryLanguage: 'JSONata',
  TimeoutSeconds: LONGEST_RUN_SECONDS,
  StartAt: 'Plan',
  States: {
    Plan: invoke(
      'Plan',
      functionSeconds.plan,
      { execution: '{% $states.context.Execution.Id %}', start: '{% $states.context.Execution.Input %}' },
      { Assign: { run: '{% $states.result.Payload.run %}' }, Output: '{% $states.result.Payload %}', Next: 'Begin?' },
    ),
    'Begin?': {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.begin %}', Next: 'Accounts' },
        { Condition: "{% $states.input.why = 'sealed' %}", Next: 'Made before' },
        { Condition: "{% $states.input.why = 'busy' %}", Next: 'Wait for the other run' },
      ],
    },
    'Wait for the other run': { Type: 'Wait', Seconds: POLL_SECONDS, Next: 'Plan' },
    'Made before': { Type: 'Succeed' },
    Accounts: accounts(accountsAtOnce),
    Publish: invoke(
      'Publish',
      functionSeconds.publish,
      { run: '{% $run %}', execution: '{% $states.context.Execution.Id %}' },
      { Retry: [whileBusy, ...retry], Output: '{% $states.result.Payload %}', End: true },
    ),
  },
});
