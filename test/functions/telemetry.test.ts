import process from 'node:process';
import { expect, test, vi } from 'vitest';
import { openTelemetry } from '../../functions/telemetry.ts';
import { cloudError } from '../../shared/cloud/client.ts';

const token = 'IQoJb3JpZ2luX2VjEXAMPLETOKEN//////////wEaDGV1LWNlbnRyYWwtMSJGMEQCIB';

/** What is written meanwhile, line by line. */
function written(work: () => void): Record<string, unknown>[] {
  const lines: string[] = [];
  const take = (said: unknown) => lines.push(String(said)) > 0;
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockImplementation(take);
  try {
    work();
  } finally {
    vi.restoreAllMocks();
  }
  return lines.map((line) => JSON.parse(line));
}

test('however often something is counted, it is one value of a metric without dimensions', () => {
  const lines = written(() => {
    const telemetry = openTelemetry('request');
    for (let count = 0; count < 1_000; count++) telemetry.count('throttled', 1);
    telemetry.flush();
    telemetry.flush();
  });
  expect(lines).toEqual([
    expect.objectContaining({
      _aws: expect.objectContaining({ CloudWatchMetrics: [expect.objectContaining({ Dimensions: [[]] })] }),
      ThrottledAnswers: 1_000,
    }),
  ]);
});

test('an error is logged without what the SDK hangs on it, and without credentials in its words', () => {
  const refused = Object.assign(new Error(`The Canonical String should have been 'POST x-amz-security-token:${token}'`), {
    name: 'InvalidSignatureException',
    CanonicalRequest: `PUT\nx-amz-security-token:${token}`,
    $metadata: { httpStatusCode: 403 },
  });
  const error = cloudError(refused, { doing: 'publish', action: 'sns:Publish' });
  expect(error.message).not.toContain(token);
  const lines = written(() => openTelemetry('request').failed(error));
  expect(lines).toEqual([
    expect.objectContaining({
      level: 'ERROR',
      message: 'failed',
      error: expect.objectContaining({
        name: 'CloudError',
        cause: { name: 'InvalidSignatureException', message: expect.any(String), stack: expect.any(String) },
      }),
    }),
  ]);
  expect(JSON.stringify(lines)).not.toContain(token);
});

test('causes that go round end', () => {
  const error: Error & { cause?: unknown } = new Error('round');
  error.cause = error;
  expect(written(() => openTelemetry('request').failed(error))).toHaveLength(1);
});
