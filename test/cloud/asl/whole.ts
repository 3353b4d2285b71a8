import { task } from './try.ts';

/** What makes a Map distributed. */
export const distributed = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };

/** The least that an ItemProcessor has. */
export const graph = { StartAt: 'Child', States: { Child: { Type: 'Pass', End: true } } };

/** A definition that has every field there is. */
export const whole = {
  Comment: 'all of it',
  QueryLanguage: 'JSONata',
  Version: '1.0',
  TimeoutSeconds: 60,
  StartAt: 'Choose',
  States: {
    Choose: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.x = 1 %}', Assign: { a: 1 }, Output: 1, Next: 'Wait' }],
      Default: 'Call',
    },
    Wait: { Type: 'Wait', Seconds: 1, Output: { waited: true }, Next: 'Call' },
    Call: task({
      Arguments: { FunctionName: 'f', Payload: '{% $a %}' },
      TimeoutSeconds: 5,
      Retry: [
        {
          ErrorEquals: ['E'],
          IntervalSeconds: 1,
          BackoffRate: 1.5,
          MaxAttempts: 2,
          MaxDelaySeconds: 9,
          JitterStrategy: 'FULL',
        },
        { ErrorEquals: ['States.ALL'] },
      ],
      Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput %}', Assign: { b: 2 }, Next: 'Stop' }],
      Next: 'Each',
    }),
    Each: {
      Type: 'Map',
      Items: '{% $states.input.list %}',
      ItemSelector: { value: '{% $states.context.Map.Item.Value %}' },
      MaxConcurrency: 5,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'In',
        States: { In: { Type: 'Pass', Output: '{% $b %}', End: true } },
      },
      Next: 'All',
    },
    All: {
      Type: 'Map',
      Label: 'All',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON', MaxItems: 9 },
        Arguments: { Bucket: 'b', Key: '{% $states.input.key %}' },
      },
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { a: 1 } },
      ItemProcessor: { ...distributed, ...graph },
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        Arguments: { Bucket: 'b', Prefix: 'p' },
        WriterConfig: { Transformation: 'NONE', OutputType: 'JSON' },
      },
      ToleratedFailureCount: 1,
      ToleratedFailurePercentage: 25,
      MaxConcurrency: 10,
      Next: 'Done',
    },
    Done: { Type: 'Succeed', Output: { done: true } },
    Stop: { Type: 'Fail', Error: 'E', Cause: '{% $string($b) %}' },
  },
};
