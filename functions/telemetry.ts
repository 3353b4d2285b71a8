import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { redact } from '../shared/clients/redact.ts';
import { METRICS, metrics as names } from '../shared/contract/metrics.ts';

/** What a function says of itself: log lines in JSON, and metrics in the embedded metric format. Never an event: it may hold anything. */
export interface Telemetry {
  readonly log: Pick<Logger, 'info' | 'warn' | 'error' | 'appendKeys'>;
  /** Logs what a function died of. */
  failed(error: unknown): void;
  /** Adds to a metric; written out by `flush`. */
  count(name: keyof typeof names, value: number): void;
  /** Sets a metric, in percent. */
  percent(name: keyof typeof names, value: number): void;
  flush(): void;
}

export function openTelemetry(requestId: string): Telemetry {
  const log = new Logger({ serviceName: 'postern', persistentKeys: { function_request_id: requestId } });
  const metrics = new Metrics({ namespace: METRICS, serviceName: 'postern' });
  // No dimensions: that is a set of none (CloudWatch, "Embedded metric format", DimensionSet). A list without a set would be refused.
  metrics.clearDefaultDimensions();
  metrics.addDimensions({});
  // Summed up: after a hundred values of a metric the library would write by itself, and forget that there are no dimensions.
  const sums = new Map<keyof typeof names, number>();
  return {
    log,
    failed: (error) => log.error('failed', { error: told(error) }),
    count: (name, value) => void sums.set(name, (sums.get(name) ?? 0) + value),
    percent: (name, value) => void metrics.addMetric(names[name], MetricUnit.Percent, value),
    flush: () => {
      for (const [name, sum] of sums) metrics.addMetric(names[name], MetricUnit.Count, sum);
      sums.clear();
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}

const DEEPEST_CAUSE = 4;

/**
 * An error as it is logged: name, words, stack and causes, and no other member. Errors of the SDK carry the answer, which may repeat the
 * request with its session token (S3, "SignatureDoesNotMatch").
 */
function told(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  const { name, message, stack = '', cause } = error;
  const goesOn = cause !== undefined && depth < DEEPEST_CAUSE;
  return { name, message: redact(message), stack: redact(stack), ...(goesOn && { cause: told(cause, depth + 1) }) };
}
