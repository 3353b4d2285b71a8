import { StatesError } from './errors.ts';
import { isObject, type Json } from './json.ts';
import type { Task } from './world.ts';

const KNOWN = new Set(['FunctionName', 'Payload', 'InvocationType']);

/**
 * `lambda:invoke` over a Lambda endpoint: Arguments in, the call's answer out with Payload parsed (developer guide, "Invoke an AWS Lambda
 * function with Step Functions"). It throws StatesError with the name that the function's error or Lambda's refusal has there.
 * @param url of the Invoke API.
 */
export function lambdaTask(url: string): Task {
  return async (input, { signal }) => {
    const asked = isObject(input) ? input : {};
    const { FunctionName: name, Payload: payload = {}, InvocationType: type = 'RequestResponse' } = asked;
    const unknown = Object.keys(asked).find((argument) => !KNOWN.has(argument));
    if (unknown !== undefined || typeof name !== 'string' || typeof type !== 'string') {
      throw new Error(
        `lambda:invoke: ${unknown === undefined ? 'FunctionName is missing' : `the argument ${unknown} is not known`}`,
      );
    }
    const response = await fetch(`${url}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, {
      method: 'POST',
      headers: { 'x-amz-invocation-type': type },
      body: JSON.stringify(payload),
      signal,
    }).catch((error: unknown) => {
      throw new StatesError('Lambda.SdkClientException', `Unable to execute HTTP request: ${String(error)}`);
    });
    const text = await response.text();
    const requestId = response.headers.get('x-amzn-requestid') ?? '';
    if (!response.ok) throw refused(response, text, requestId);
    if (response.headers.has('x-amz-function-error')) throw failed(text);
    return {
      ...(text !== '' && { Payload: parse(text) }),
      ExecutedVersion: response.headers.get('x-amz-executed-version') ?? '$LATEST',
      SdkHttpMetadata: { HttpStatusCode: response.status },
      SdkResponseMetadata: { RequestId: requestId },
      StatusCode: response.status,
    };
  };
}

function refused(response: Response, text: string, requestId: string): StatesError {
  const type = response.headers.get('x-amzn-errortype') ?? 'ServiceException';
  const said = parse(text);
  const message = isObject(said) && typeof said.Message === 'string' ? said.Message : text;
  return new StatesError(
    `Lambda.${type}`,
    `${message} (Service: Lambda, Status Code: ${response.status}, Request ID: ${requestId})`,
  );
}

/** The error's name is the function's `errorType`; the cause is all that it said. */
function failed(text: string): StatesError {
  const said = parse(text);
  const type = isObject(said) && typeof said.errorType === 'string' ? said.errorType : 'Lambda.Unknown';
  return new StatesError(type, text);
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
