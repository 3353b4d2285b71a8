import process from 'node:process';
import { makeS3Client } from '../shared/clients/s3.ts';
import type { CloudPlace } from '../shared/cloud/client.ts';
import type { Config } from '../shared/config/schema.ts';
import { readCredentials, readEnvironment, readS3Endpoint, type Variable } from '../shared/contract/environment.ts';
import { type ApiRequest, type ApiResponse, answer } from '../shared/stages/api-request.ts';
import { s3Store } from '../shared/store/s3.ts';
import type { Store } from '../shared/store/store.ts';
import { deadline } from './deadline.ts';
import { readSettings } from './settings.ts';
import { openTelemetry, type Telemetry } from './telemetry.ts';

/** Of Lambda's context, what we use (developer guide, "Using the Lambda context object"). */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** What a function works with. */
export interface Tools extends Telemetry {
  /** `postern.yaml` of the deployment. */
  readonly config: Config;
  readonly store: Store;
  readonly bucket: string;
  /** Where the function runs, with the credentials of its own role. */
  readonly place: CloudPlace & Required<Pick<CloudPlace, 'credentials'>>;
  /** Where S3 is, if it is not AWS's own. */
  readonly s3Endpoint: string | undefined;
  /** A variable of the deployment. @throws Error that names it */
  variable(name: Variable): string;
  /** Aborted shortly before Lambda ends the function. */
  readonly signal: AbortSignal;
}

/**
 * A function of the state machine. What goes wrong is logged and thrown: the machine decides by the error's name whether to try again.
 * @param parse reads the event; throws EventError
 */
export const stateTask =
  <E extends object, R>(parse: (event: unknown) => E, work: (event: E, tools: Tools) => Promise<R>) =>
  async (event: unknown, context: LambdaContext): Promise<R> => {
    const telemetry = openTelemetry(context.awsRequestId);
    try {
      const read = parse(event);
      telemetry.log.appendKeys(placesIn(read));
      return await withTools(context, telemetry, (tools) => work(read, tools));
    } catch (error) {
      telemetry.failed(error);
      throw error;
    }
  };

/** A function behind the HTTP API: it answers whatever happens. */
export const apiTask =
  (handle: (request: ApiRequest, tools: Tools) => Promise<ApiResponse>) =>
  (event: unknown, context: LambdaContext): Promise<ApiResponse> => {
    const telemetry = openTelemetry(context.awsRequestId);
    return answer(event, (request) => withTools(context, telemetry, (tools) => handle(request, tools)), telemetry.failed);
  };

/** What log lines say of an event: the names that say where it is, and no more of it. */
function placesIn(event: object): Record<string, string> {
  const { run, account, region, cluster, execution } = event as Readonly<Record<string, unknown>>;
  const named = Object.entries({ run, account, region, cluster, execution });
  return Object.fromEntries(named.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

async function withTools<R>(context: LambdaContext, telemetry: Telemetry, work: (tools: Tools) => Promise<R>): Promise<R> {
  const { env } = process;
  const variable = (name: Variable): string => readEnvironment(env, name)[name];
  const own = readCredentials(env);
  const place = { region: variable('region'), credentials: async () => own };
  const s3Endpoint = readS3Endpoint(env);
  const bucket = variable('bucket');
  const client = makeS3Client({ ...place, ...(s3Endpoint !== undefined && { endpoint: s3Endpoint }) });
  const time = deadline(context.getRemainingTimeInMillis());
  try {
    const store = s3Store({ client, bucket, prefix: '' });
    const config = readSettings();
    return await work({ ...telemetry, config, store, bucket, place, s3Endpoint, variable, signal: time.signal });
  } finally {
    time.clear();
    client.destroy();
    telemetry.flush();
  }
}
