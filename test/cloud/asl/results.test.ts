import { expect, test } from 'vitest';
import { StatesError } from './errors.ts';
import { runStateMachine } from './execution.ts';
import { all, answering, failingOn, input, stored, writer } from './try.ts';

test('results are written to S3 as executions, by status, with a manifest (developer guide, "ResultWriter (Map)")', async () => {
  const s3 = stored(['a', 'b', 'c']);
  const outcome = await runStateMachine(all({ ResultWriter: writer, ToleratedFailureCount: 1 }), {
    input,
    s3,
    tasks: failingOn(new Set(['b'])),
  });
  const [run] = outcome.mapRuns;
  const folder = `runs/1/children/${run?.uuid}`;
  expect(outcome.output).toEqual({
    MapRunArn: run?.arn,
    ResultWriterDetails: { Bucket: 'evidence', Key: `${folder}/manifest.json` },
  });
  const file = (name: string): string => s3.objects.get(`evidence/${folder}/${name}`) ?? '';
  expect(JSON.parse(file('manifest.json'))).toEqual({
    DestinationBucket: 'evidence',
    MapRunArn: run?.arn,
    ResultFiles: {
      FAILED: [{ Key: `${folder}/FAILED_0.json`, Size: Buffer.byteLength(file('FAILED_0.json')) }],
      PENDING: [],
      SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json`, Size: Buffer.byteLength(file('SUCCEEDED_0.json')) }],
    },
  });
  const { execution } = run?.units[0] ?? {};
  const details = { InputDetails: { Included: true }, RedriveCount: 0, StateMachineArn: execution?.stateMachineArn };
  const times = { StartDate: '2026-11-01T02:00:00.000Z', StopDate: '2026-11-01T02:00:00.000Z' };
  const [a, c] = JSON.parse(file('SUCCEEDED_0.json'));
  expect(a).toEqual({
    ...details,
    ...times,
    ExecutionArn: execution?.arn,
    Input: '"a"',
    Name: execution?.name,
    Output: '{"done":"a"}',
    OutputDetails: { Included: true },
    RedriveStatus: 'NOT_REDRIVABLE',
    RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    Status: 'SUCCEEDED',
  });
  expect(c).toMatchObject({ Input: '"c"', Output: '{"done":"c"}' });
  expect(JSON.parse(file('FAILED_0.json'))).toEqual([
    expect.objectContaining({
      ...details,
      ...times,
      Input: '"b"',
      Error: 'Broken',
      Cause: '"b" is',
      RedriveStatus: 'REDRIVABLE',
      Status: 'FAILED',
    }),
  ]);
});

test('over its tolerance the Map Run fails, aborts what runs, starts nothing more, and still writes results', async () => {
  const s3 = stored(['a', 'slow', 'b', 'c', 'd']);
  const tasks = answering((item) => {
    if (item === 'slow') return new Promise<never>(() => undefined);
    throw new StatesError('Broken', String(item));
  });
  const outcome = await runStateMachine(all({ ResultWriter: writer, ToleratedFailurePercentage: 20, MaxConcurrency: 2 }), {
    input,
    s3,
    tasks,
  });
  expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
  const [run] = outcome.mapRuns;
  expect(run?.units.map(({ progress }) => progress.status)).toEqual(['FAILED', 'ABORTED', 'FAILED', 'PENDING', 'PENDING']);
  const files = [...s3.objects.keys()].map((key) => key.split('/').at(-1));
  expect(files).toEqual(['items.json', 'FAILED_0.json', 'PENDING_0.json', 'manifest.json']);
  expect(outcome.history.count('MapRunFailed')).toBe(1);
});

test('what cannot be read or written has names of its own, and results over the quota need a ResultWriter', async () => {
  const tasks = answering(() => 'x'.repeat(100_000));
  const run = async (more: object, s3: object): Promise<string | undefined> =>
    (await runStateMachine(all(more), { input, s3: { ...stored([1, 2, 3]), ...s3 }, tasks })).error;
  const no = (): Promise<never> => Promise.reject(new Error('AccessDenied'));
  expect(await run({}, { get: no })).toBe('States.ItemReaderFailed');
  expect(await run({}, stored({ not: 'an array' }))).toBe('States.ItemReaderFailed');
  expect(await run({}, { get: async () => '[1' })).toBe('States.ItemReaderFailed');
  expect(await run({ ResultWriter: writer }, { put: no })).toBe('States.ResultWriterFailed');
  expect(await run({}, {})).toBe('States.DataLimitExceeded');
  expect(await run({ ResultWriter: writer }, {})).toBeUndefined();
});

test.each([
  ['COMPACT', 'JSON', '[["a"],["b"]]'],
  ['FLATTEN', 'JSON', '["a","b"]'],
  ['FLATTEN', 'JSONL', '"a"\n"b"\n'],
])('WriterConfig %s as %s', async (Transformation, OutputType, text) => {
  const s3 = stored(['a', 'b']);
  await runStateMachine(all({ ResultWriter: { ...writer, WriterConfig: { Transformation, OutputType } } }), {
    input,
    s3,
    tasks: answering((item) => [item]),
  });
  expect([...s3.objects].find(([key]) => key.includes('SUCCEEDED'))).toEqual([
    expect.stringMatching(new RegExp(`_0\\.${OutputType.toLowerCase()}$`)),
    text,
  ]);
});
