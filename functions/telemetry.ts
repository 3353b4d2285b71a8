import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRICS, metrics as names } from '../shared/contract/metrics.ts';

/** What a function says of itself: log lines in JSON, and metrics in the embedded metric format. Never an event: it may hold anything. */
export interface Telemetry {
  readonly log: Pick<Logger, 'info' | 'warn' | 'error' | 'appendKeys'>;
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
  return {
    log,
    count: (name, value) => void metrics.addMetric(names[name], MetricUnit.Count, value),
    percent: (name, value) => void metrics.addMetric(names[name], MetricUnit.Percent, value),
    flush: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}
