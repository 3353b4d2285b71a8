import * as v from 'valibot';
import type { Json } from './json.ts';

/** A field that holds JSON in which strings may be expressions, at any depth. */
const template = v.custom<Json>((value) => value !== undefined, 'expected JSON');
const expression = v.pipe(v.string(), v.regex(/^\{%[\s\S]*%\}$/, 'expected an expression "{% … %}"'));
const integer = (least: number, most: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
const assign = v.record(v.pipe(v.string(), v.regex(/^\p{ID_Start}[\p{ID_Continue}]*$/u), v.maxLength(80)), template);

const common = { Comment: v.exactOptional(v.string()), QueryLanguage: v.exactOptional(v.literal('JSONata')) };
const transition = { Next: v.exactOptional(name), End: v.exactOptional(v.literal(true)) };
const results = { Output: v.exactOptional(template), Assign: v.exactOptional(assign) };

const retrier = v.strictObject({
  Comment: v.exactOptional(v.string()),
  ErrorEquals: v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1)),
  IntervalSeconds: v.exactOptional(integer(1, 99_999_999)),
  BackoffRate: v.exactOptional(v.pipe(v.number(), v.minValue(1))),
  MaxAttempts: v.exactOptional(integer(0, 99_999_999)),
  MaxDelaySeconds: v.exactOptional(integer(1, 31_622_399)),
  JitterStrategy: v.exactOptional(v.picklist(['FULL', 'NONE'])),
});

const catcher = v.strictObject({
  Comment: v.exactOptional(v.string()),
  ErrorEquals: v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1)),
  Next: name,
  ...results,
});

const failures = { Retry: v.exactOptional(v.array(retrier)), Catch: v.exactOptional(v.array(catcher)) };

const task = v.strictObject({
  Type: v.literal('Task'),
  ...common,
  ...transition,
  ...results,
  ...failures,
  Resource: v.string(),
  Arguments: v.exactOptional(template),
  TimeoutSeconds: v.exactOptional(v.union([integer(1, 99_999_999), expression])),
});

const choice = v.strictObject({
  Type: v.literal('Choice'),
  ...common,
  ...results,
  Choices: v.pipe(
    v.array(
      v.strictObject({
        Comment: v.exactOptional(v.string()),
        Condition: v.union([expression, v.boolean()]),
        Next: name,
        ...results,
      }),
    ),
    v.minLength(1),
  ),
  Default: v.exactOptional(name),
});

const wait = v.strictObject({
  Type: v.literal('Wait'),
  ...common,
  ...transition,
  ...results,
  Seconds: v.exactOptional(v.union([integer(0, 99_999_999), expression])),
  Timestamp: v.exactOptional(v.string()),
});

const pass = v.strictObject({ Type: v.literal('Pass'), ...common, ...transition, ...results });
const succeed = v.strictObject({ Type: v.literal('Succeed'), ...common, Output: v.exactOptional(template) });
const fail = v.strictObject({
  Type: v.literal('Fail'),
  ...common,
  Error: v.exactOptional(v.string()),
  Cause: v.exactOptional(v.string()),
});

const itemReader = v.strictObject({
  Resource: v.pipe(v.string(), v.regex(/^arn:[a-z-]+:states:::s3:getObject$/, 'only s3:getObject is known')),
  ReaderConfig: v.strictObject({
    InputType: v.literal('JSON'),
    MaxItems: v.exactOptional(v.union([integer(0, 100_000_000), expression])),
  }),
  Arguments: v.strictObject({ Bucket: v.string(), Key: v.string() }),
});

const resultWriter = v.strictObject({
  Resource: v.pipe(v.string(), v.regex(/^arn:[a-z-]+:states:::s3:putObject$/, 'only s3:putObject is known')),
  Arguments: v.strictObject({ Bucket: v.string(), Prefix: v.exactOptional(v.string()) }),
  WriterConfig: v.exactOptional(
    v.strictObject({ Transformation: v.picklist(['NONE', 'COMPACT', 'FLATTEN']), OutputType: v.picklist(['JSON', 'JSONL']) }),
  ),
});

const map = v.strictObject({
  Type: v.literal('Map'),
  ...common,
  ...transition,
  ...results,
  ...failures,
  Items: v.exactOptional(v.union([v.array(template), expression])),
  ItemSelector: v.exactOptional(template),
  MaxConcurrency: v.exactOptional(v.union([integer(0, 100_000_000), expression])),
  ItemProcessor: v.strictObject({
    Comment: v.exactOptional(v.string()),
    ProcessorConfig: v.exactOptional(
      v.variant('Mode', [
        v.strictObject({ Mode: v.literal('INLINE') }),
        v.strictObject({ Mode: v.literal('DISTRIBUTED'), ExecutionType: v.literal('STANDARD') }),
      ]),
    ),
    StartAt: name,
    // The type is written out below: inferred, it would have to contain itself.
    States: v.lazy((): v.GenericSchema => states),
  }),
  ItemReader: v.exactOptional(itemReader),
  ItemBatcher: v.exactOptional(
    v.strictObject({ MaxItemsPerBatch: v.union([integer(1, 100_000_000), expression]), BatchInput: v.exactOptional(template) }),
  ),
  ResultWriter: v.exactOptional(resultWriter),
  ToleratedFailureCount: v.exactOptional(v.union([integer(0, 100_000_000), expression])),
  ToleratedFailurePercentage: v.exactOptional(v.union([v.pipe(v.number(), v.minValue(0), v.maxValue(100)), expression])),
  Label: v.exactOptional(
    v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,40}$/, 'a label has 1 to 40 letters, digits, "-" and "_"')),
  ),
});

const states = v.record(name, v.variant('Type', [task, choice, wait, pass, succeed, fail, map])) as unknown as v.GenericSchema<
  Record<string, State>
>;

/** A state machine, field by field: what is not listed here is refused (specification, states-language.net; developer guide for what it adds). */
export const machineSchema = v.strictObject({
  Comment: v.exactOptional(v.string()),
  QueryLanguage: v.exactOptional(v.literal('JSONata')),
  Version: v.exactOptional(v.literal('1.0')),
  TimeoutSeconds: v.exactOptional(integer(1, 99_999_999)),
  StartAt: name,
  States: states,
});

export type Retrier = v.InferOutput<typeof retrier>;
export type Catcher = v.InferOutput<typeof catcher>;
export type TaskState = v.InferOutput<typeof task>;
export type ChoiceState = v.InferOutput<typeof choice>;
export type WaitState = v.InferOutput<typeof wait>;
export type FailState = v.InferOutput<typeof fail>;
export type ItemReader = v.InferOutput<typeof itemReader>;
export type ResultWriter = v.InferOutput<typeof resultWriter>;
/** Written out, since it holds states that may be Maps again. */
export type MapState = Omit<v.InferOutput<typeof map>, 'ItemProcessor'> & {
  ItemProcessor: {
    ProcessorConfig?: { Mode: 'INLINE' } | { Mode: 'DISTRIBUTED'; ExecutionType: 'STANDARD' };
    StartAt: string;
    States: Record<string, State>;
  };
};
export type State =
  | TaskState
  | ChoiceState
  | WaitState
  | FailState
  | v.InferOutput<typeof pass>
  | v.InferOutput<typeof succeed>
  | MapState;
export type Machine = v.InferOutput<typeof machineSchema>;
/** What a machine and an item processor share: where to begin, and the states. */
export type StateGraph = Pick<Machine, 'StartAt' | 'States'>;
