import { ServiceError } from './protocol.ts';

/**
 * How each service words the errors that all services have. Codes and statuses are the documented common errors of each service
 * (EC2 "Error codes", "Common errors" of EKS, ELB, IAM, STS, KMS, CloudWatch Logs and Organizations, S3 "Error responses").
 */
export interface Dialect {
  readonly denied: Wording;
  readonly throttled: Wording;
  readonly expired: Wording;
  /** What a Region that the account has not enabled says to its credentials. */
  readonly unrecognized: Wording;
  readonly unknownOperation: Wording;
  readonly missingParameter: Wording;
  readonly invalidParameter: Wording;
  readonly internal: Wording;
}
type Wording = (detail: string) => ServiceError;

/** What `detail` is: for `denied` the reason, for the others the offender. */
const word =
  (code: string, status: number, text: (detail: string) => string): Wording =>
  (detail) =>
    new ServiceError(code, status, text(detail));
const say = (text: string) => (): string => text;
const itself = (detail: string): string => detail;

const nullMember = (name: string): string =>
  `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must not be null`;

const invalidToken = 'The security token included in the request is invalid.';
const expiredToken = 'The security token included in the request is expired';
const internal = word(
  'InternalFailure',
  500,
  say('The request processing has failed because of an unknown error, exception or failure.'),
);

const ec2: Dialect = {
  denied: word('UnauthorizedOperation', 403, (why) => `You are not authorized to perform this operation. ${why}`),
  throttled: word('RequestLimitExceeded', 503, say('Request limit exceeded.')),
  expired: word('RequestExpired', 400, say('Request has expired.')),
  unrecognized: word('AuthFailure', 401, say('AWS was not able to validate the provided access credentials')),
  unknownOperation: word('InvalidAction', 400, (name) => `The action ${name} is not valid for this web service.`),
  missingParameter: word('MissingParameter', 400, (name) => `The request must contain the parameter ${name}`),
  invalidParameter: word('InvalidParameterValue', 400, itself),
  internal: word('InternalError', 500, say('An internal error has occurred')),
};

const query: Dialect = {
  denied: word('AccessDenied', 403, itself),
  throttled: word('Throttling', 400, say('Rate exceeded')),
  expired: word('ExpiredToken', 403, say(expiredToken)),
  unrecognized: word('InvalidClientTokenId', 403, say(invalidToken)),
  unknownOperation: word('InvalidAction', 400, (name) => `Could not find operation ${name}`),
  missingParameter: word('ValidationError', 400, nullMember),
  invalidParameter: word('ValidationError', 400, itself),
  internal,
};

const json: Dialect = {
  denied: word('AccessDeniedException', 400, itself),
  throttled: word('ThrottlingException', 400, say('Rate exceeded')),
  expired: word('ExpiredTokenException', 400, say(expiredToken)),
  unrecognized: word('UnrecognizedClientException', 400, say(invalidToken)),
  unknownOperation: word('UnknownOperationException', 400, say('')),
  missingParameter: word('ValidationException', 400, nullMember),
  invalidParameter: word('ValidationException', 400, itself),
  internal,
};

const eks: Dialect = {
  denied: word('AccessDeniedException', 403, itself),
  throttled: word('TooManyRequestsException', 429, say('Too Many Requests')),
  expired: word('ExpiredTokenException', 403, say(expiredToken)),
  unrecognized: word('UnrecognizedClientException', 403, say(invalidToken)),
  unknownOperation: word('UnknownOperationException', 404, say('The requested operation does not exist.')),
  missingParameter: word('InvalidParameterException', 400, (name) => `${name} can't be blank!`),
  invalidParameter: word('InvalidParameterException', 400, itself),
  internal: word('ServerException', 500, say('An internal error has occurred')),
};

const s3: Dialect = {
  denied: word('AccessDenied', 403, itself),
  throttled: word('SlowDown', 503, say('Please reduce your request rate.')),
  expired: word('ExpiredToken', 400, say('The provided token has expired.')),
  unrecognized: word('InvalidAccessKeyId', 403, say('The AWS Access Key Id you provided does not exist in our records.')),
  unknownOperation: word('MethodNotAllowed', 405, say('The specified method is not allowed against this resource.')),
  missingParameter: word('InvalidRequest', 400, (name) => `Missing required parameter: ${name}`),
  invalidParameter: word('InvalidArgument', 400, itself),
  internal: word('InternalError', 500, say('We encountered an internal error. Please try again.')),
};

export const dialects = {
  ec2,
  query,
  json,
  eks,
  s3,
  /** CloudWatch Logs has a name of its own for bad parameters. */
  logs: {
    ...json,
    missingParameter: word('InvalidParameterException', 400, nullMember),
    invalidParameter: word('InvalidParameterException', 400, itself),
  },
  organizations: {
    ...json,
    throttled: word(
      'TooManyRequestsException',
      400,
      say("AWS Organizations can't complete your request because of too many requests. Try again later."),
    ),
    invalidParameter: word('InvalidInputException', 400, itself),
  },
} as const satisfies Readonly<Record<string, Dialect>>;
