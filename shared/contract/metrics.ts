/**
 * The metrics of the deployment: functions/ write them, the alarms of infra/ read them. None has dimensions: CloudWatch would keep each
 * combination apart. Those of runs are of nightly ones only: what was asked for besides does not make up for what is missing there.
 */
export const METRICS = 'Postern';

export const metrics = {
  /** One for each run that was sealed. */
  sealed: 'SealedRuns',
  /** Of a sealed run: how much of what it was to judge it could judge; percent. */
  coverage: 'Coverage',
  /** Of a sealed run: targets that could not be scanned. */
  failedTargets: 'FailedTargets',
  /** Of a sealed run: verdicts that fail, waived ones apart. */
  failures: 'Failures',
  /** Answers of a scanned account that say to slow down. */
  throttled: 'ThrottledAnswers',
} as const;
