import { StatesError } from './errors.ts';
import { evaluateString, type Frame } from './expression.ts';
import type { Json, JsonObject } from './json.ts';
import type { ResultWriter } from './schema.ts';
import type { MapRun, Scope, Unit } from './scope.ts';

type Transformation = 'NONE' | 'COMPACT' | 'FLATTEN';

/** Which file of results a child is in: FAILED holds those that timed out or were aborted as well (developer guide, "ResultWriter (Map)"). */
function fileOf({ progress: { status } }: Unit): 'SUCCEEDED' | 'FAILED' | 'PENDING' {
  return status === 'SUCCEEDED' || status === 'PENDING' ? status : 'FAILED';
}

/** The children's results: NONE, as executions; COMPACT, their outputs; FLATTEN, the items of outputs that are arrays. A failed one is an execution always. */
export function transform(units: readonly Unit[], transformation: Transformation): Json[] {
  return units.flatMap((unit) => {
    const { status, output = null } = unit.progress;
    if (status !== 'SUCCEEDED' || transformation === 'NONE') return [describe(unit)];
    return transformation === 'FLATTEN' && Array.isArray(output) ? output : [output];
  });
}

/** A child as in a result file. Inputs and outputs are JSON texts in strings. */
function describe(unit: Unit): JsonObject {
  const { execution, input, progress } = unit;
  const { status, output, error, cause } = progress;
  const redrive: JsonObject =
    status === 'SUCCEEDED'
      ? { RedriveStatus: 'NOT_REDRIVABLE', RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven' }
      : { RedriveStatus: 'REDRIVABLE' };
  return {
    ...(execution && { ExecutionArn: execution.arn }),
    Input: JSON.stringify(input),
    InputDetails: { Included: true },
    ...(execution && { Name: execution.name }),
    ...(output !== undefined && { Output: JSON.stringify(output), OutputDetails: { Included: true } }),
    ...(error !== undefined && { Error: error }),
    ...(cause !== undefined && { Cause: cause }),
    ...(execution && {
      RedriveCount: execution.redriveCount,
      ...redrive,
      StartDate: execution.startDate,
      StateMachineArn: execution.stateMachineArn,
      ...(execution.stopDate !== undefined && { StopDate: execution.stopDate }),
    }),
    Status: status,
  };
}

/**
 * Writes a Map Run's results to S3: `<prefix>/<run>/SUCCEEDED_0.json`, FAILED and PENDING likewise where there are any, then `manifest.json`
 * that names them. (Real files are split where they grow beyond 5 GB; ours do not get there.)
 * @returns what the state's result is then: the Map Run's ARN and where the manifest is.
 * @throws StatesError States.ResultWriterFailed.
 */
export async function write(writer: ResultWriter, run: MapRun, scope: Scope, frame: Frame): Promise<JsonObject> {
  const bucket = await evaluateString(writer.Arguments.Bucket, frame, 'ResultWriter.Arguments.Bucket');
  const given = await evaluateString(writer.Arguments.Prefix ?? '', frame, 'ResultWriter.Arguments.Prefix');
  const folder = `${given === '' || given.endsWith('/') ? given : `${given}/`}${run.uuid}`;
  const { Transformation = 'NONE', OutputType = 'JSON' } = writer.WriterConfig ?? {};
  const files: Record<string, Json[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] };
  try {
    for (const [status, list] of Object.entries(files)) {
      const units = run.units.filter((unit) => fileOf(unit) === status);
      if (units.length === 0) continue;
      const results = transform(units, Transformation);
      const text =
        OutputType === 'JSON' ? JSON.stringify(results) : results.map((result) => `${JSON.stringify(result)}\n`).join('');
      const key = `${folder}/${status}_0.${OutputType.toLowerCase()}`;
      await scope.world.s3.put({ bucket, key }, text);
      list.push({ Key: key, Size: Buffer.byteLength(text) });
    }
    const manifest = { DestinationBucket: bucket, MapRunArn: run.arn, ResultFiles: files };
    const key = `${folder}/manifest.json`;
    await scope.world.s3.put({ bucket, key }, JSON.stringify(manifest));
    return { MapRunArn: run.arn, ResultWriterDetails: { Bucket: bucket, Key: key } };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StatesError('States.ResultWriterFailed', `Attempted to write to s3://${bucket}/${folder}: ${why}`);
  }
}
