import { accountSummary } from './account-summary.ts';
import type { Collector } from './collector.ts';
import { regions } from './regions.ts';

/** What is read of an account as a whole. */
export const accountCollectors: readonly Collector[] = [accountSummary, regions];
