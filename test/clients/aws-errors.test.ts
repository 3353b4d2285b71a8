import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AwsError, isDeniedByPolicy, isGone, isNotEnabled } from '../../shared/clients/errors.ts';
import { type Asked, explain } from '../../shared/clients/explain.ts';

const ASKED: Asked = { service: 'ec2', operation: 'DescribeNetworkAcls', region: 'eu-central-1' };
/** An error as the SDK throws it. */
const sdk = (name: string, message = '', status = 400, type = 'text/xml') =>
  Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode: status },
    $response: { statusCode: status, headers: { 'content-type': type } },
  });
const said = (error: unknown, asked: Partial<Asked> = {}) => {
  const { kind, why, action } = explain(error, { ...ASKED, ...asked });
  return { kind, why, action };
};

test('a missing permission is named as it is to be granted', () => {
  const denied = {
    kind: 'denied',
    why: 'AccessDenied: ec2:DescribeNetworkAcls',
    action: 'grant ec2:DescribeNetworkAcls to the scanning role',
  };
  expect(said(sdk('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403))).toEqual(denied);
  expect(said(sdk('AccessDenied', 'User: arn:aws:iam::1:user/x is not authorized to perform: …', 403))).toEqual(denied);
  const balancing = { service: 'elastic-load-balancing-v2', operation: 'DescribeTags' } as const;
  expect(said(sdk('AccessDeniedException', '', 403), balancing).why).toBe('AccessDenied: elasticloadbalancing:DescribeTags');
});

test('a policy that denies explicitly is named, since no grant helps', () => {
  const words =
    'User: arn:aws:sts::111111111111:assumed-role/postern/x is not authorized to perform: ec2:DescribeNetworkAcls with an explicit deny in a service control policy: arn:aws:organizations::222222222222:policy/o-abc/service_control_policy/p-123';
  const { kind, why, action } = said(sdk('UnauthorizedOperation', words, 403));
  expect(kind).toBe('denied-by-policy');
  expect(why).toBe('AccessDenied: ec2:DescribeNetworkAcls, by an explicit deny in a service control policy');
  expect(action).toContain('service_control_policy/p-123');
  expect(isDeniedByPolicy({ why })).toBe(true);
  expect(said(sdk('AccessDenied', 'with an explicit deny in a permissions boundary', 403)).why).toContain(
    'permissions boundary',
  );
});

test.each([
  ['throttled', sdk('RequestLimitExceeded', '', 503)],
  ['throttled', sdk('TooManyRequestsException', '', 429)],
  ['throttled', sdk('Odd', '', 429)],
  ['expired', sdk('ExpiredTokenException', '', 403)],
  ['expired', sdk('RequestExpired')],
  ['not-enabled', sdk('UnrecognizedClientException', '', 403)],
  ['not-enabled', sdk('InvalidClientTokenId', '', 403)],
  ['not-enabled', sdk('AuthFailure', '', 401)],
  ['not-enabled', sdk('OptInRequired', '', 403)],
  ['gone', sdk('ResourceNotFoundException', 'No cluster found for name: a.', 404)],
  ['gone', sdk('InvalidGroup.NotFound')],
  ['gone', sdk('InvalidPrefixListID.NotFound')],
  ['gone', sdk('NotFoundException')],
  ['unsupported', sdk('InvalidAction')],
  ['unsupported', sdk('UnknownOperationException')],
  ['server', sdk('InternalError', '', 500)],
  ['server', sdk('ServiceUnavailable', '', 503)],
  ['refused', sdk('ValidationError')],
  ['refused', sdk('NotFound', '', 404)],
  ['timeout', Object.assign(new Error('x'), { name: 'TimeoutError' })],
  ['timeout', Object.assign(new Error('x'), { name: 'AbortError' })],
  ['unreachable', Object.assign(new Error('x'), { code: 'ECONNREFUSED' })],
  ['unreachable', Object.assign(new Error('x'), { name: 'TimeoutError', code: 'ECONNRESET' })],
  ['unreachable', Object.assign(new Error('x'), { code: 'ENOTFOUND' })],
  ['credentials', Object.assign(new Error('x'), { name: 'CredentialsProviderError' })],
  ['malformed', sdk('SyntaxError', 'Unexpected token <', 200, 'application/json')],
  ['malformed', sdk('TypeError', 'x', 200, 'application/json')],
  ['refused', undefined],
  ['refused', 'a text'],
])('%s', (kind, error) => {
  expect(said(error).kind).toBe(kind);
});

test('HTML where a service should answer is neither denied nor gone', () => {
  const { kind, why } = said(sdk('SyntaxError', 'Unexpected token <', 404, 'text/html; charset=utf-8'), {
    service: 'eks',
    operation: 'DescribeClusterVersions',
  });
  expect(kind).toBe('malformed');
  expect(why).toBe('MalformedAnswer: eks:DescribeClusterVersions: answered 404 with text/html, not the eks protocol');
});

test('what a reason says can be decided by', () => {
  const gone = said(sdk('ResourceNotFoundException', 'No cluster found for name: a.', 404));
  expect([isGone(gone), isNotEnabled(gone)]).toEqual([true, false]);
  const closed = said(sdk('UnrecognizedClientException', 'x', 403));
  expect([isGone(closed), isNotEnabled(closed)]).toEqual([false, true]);
  expect(isGone({ why: 'MalformedAnswer: eks:DescribeCluster: No such thing' })).toBe(false);
});

test('an error of ours is passed on as it is', () => {
  const ours = new AwsError('denied', 'AccessDenied: sts:AssumeRole');
  expect(explain(ours, ASKED)).toBe(ours);
});

test('whatever a server says, the words are one printable line of bounded length', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constant('\u001b[2J\r\n\u202e'.repeat(200)),
    fc.constant('x'.repeat(100_000)),
  );
  fc.assert(
    fc.property(text, text, fc.integer({ min: 100, max: 599 }), text, (name, message, status, type) => {
      const { why, action } = said(sdk(name, message, status, type));
      for (const words of [why, action ?? '']) {
        expect(words).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(words.length).toBeLessThanOrEqual(401);
      }
    }),
  );
});

test('anything can be thrown', () => {
  fc.assert(fc.property(fc.anything(), (thrown) => void expect(explain(thrown, ASKED)).toBeInstanceOf(AwsError)));
});

const TOKEN = `IQoJb3JpZ2luX2VjE${'Az09+/'.repeat(40)}==`;
const SIGNED = `AWS4-HMAC-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/20260101/eu-central-1/eks/aws4_request, SignedHeaders=host;x-amz-security-token, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7`;
const canaries = [
  TOKEN.slice(0, 30),
  TOKEN.slice(-30),
  'ASIAIOSFODNN7EXAMPLE',
  '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  'short-secret',
];
const quoting = [
  `x-amz-security-token:${TOKEN}`,
  `x-amz-security-token: ${TOKEN.slice(0, 30)}`,
  `X-Amz-Security-Token=${encodeURIComponent(TOKEN)}&X-Amz-Signature=${canaries[3]}&X-Amz-Credential=${canaries[2]}%2F2026`,
  `authorization: ${SIGNED}`,
  SIGNED,
  `No cluster found: ${TOKEN}`,
  `${'x'.repeat(980)} ${TOKEN}`,
  'the secret is short-secret',
  `with an explicit deny in a session policy arn:aws:organizations::111111111111:policy/${TOKEN.replace(/[+=]/g, '/')}`,
];
const codes = ['InvalidSignatureException', 'SignatureDoesNotMatch', 'IncompleteSignature', 'InvalidClientTokenId'].concat(
  ['ResourceNotFoundException', 'ValidationError', 'AccessDenied', 'InternalError', 'Throttling', 'InvalidAction'],
  ['UnrecognizedClientException', 'ExpiredToken', `A${TOKEN.replace(/[+/=]/g, '').slice(0, 70)}`, canaries[2] as string],
);

test.each(codes)('no part of the request that %s repeats is shown', (code) => {
  for (const message of quoting)
    for (const [status, type] of [
      [400, 'application/json'],
      [404, `x/${TOKEN.replace(/[/=]/g, '').slice(0, 50)}`],
      [500, 'text/xml'],
      [200, 'text/xml'],
    ] as const) {
      const { why, action } = explain(sdk(code, message, status, type), ASKED, ['short-secret']);
      for (const canary of canaries) expect(`${why} ${action}`.toLowerCase()).not.toContain(canary.toLowerCase());
    }
});

test('what a service says is quoted otherwise', () => {
  const words = 'No cluster found for name: arn:aws:eks:eu-central-1:111111111111:cluster/production-cluster.';
  expect(said(sdk('ResourceNotFoundException', words, 404)).why).toContain(words);
  expect(said(sdk('InvalidSignatureException', words)).why).toBe(
    'InvalidSignatureException: ec2:DescribeNetworkAcls: the signature of the request is not accepted',
  );
});
