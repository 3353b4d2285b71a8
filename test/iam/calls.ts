import type { EstateCall } from '../../estate/server.ts';
import { isObject } from '../cloud/asl/json.ts';
import type { Asked } from '../cloud-core/service.ts';

/** A call of an AWS API as it was recorded: by the simulated estate, or from what a stand-in for another service was asked. */
export type RecordedCall = Pick<
  EstateCall,
  'service' | 'operation' | 'region' | 'accessKeyId' | 'input' | 'assumed' | 'presignedFor' | 'status' | 'error'
>;

/**
 * What a stand-in for SNS or Step Functions was asked, as a recorded call: by the credential scope of its signature (Signature Version 4), in
 * the query protocol (SNS) or in AWS JSON (Step Functions).
 * @throws Error for what is neither, or was not signed
 */
export function callOf({ headers, body }: Asked): RecordedCall {
  const [, accessKeyId = '', region = '', signed = ''] =
    /Credential=([^/,]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '') ?? [];
  const who = { accessKeyId, region, status: 200 };
  if (signed === 'sns') {
    const { Action: operation = '', Version: _version, ...input } = Object.fromEntries(new URLSearchParams(body));
    return { ...who, service: 'sns', operation, input };
  }
  const [, operation = ''] = /^AWSStepFunctions\.(\w+)$/.exec(String(headers['x-amz-target'])) ?? [];
  if (signed !== 'states' || operation === '') throw new Error('a request that is signed for neither SNS nor Step Functions');
  const input: unknown = JSON.parse(body);
  return { ...who, service: 'sfn', operation, input: isObject(input) ? input : {} };
}
