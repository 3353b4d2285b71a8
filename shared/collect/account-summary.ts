import * as v from 'valibot';
import { collector } from './collector.ts';
import { reader, structure } from './read.ts';

export const accountSummary = collector('accountSummary', async (context) => {
  const { SummaryMap } = await context.call('iam', 'GetAccountSummary', {});
  const from = reader('iam:GetAccountSummary');
  const { AccountAccessKeysPresent } = structure(SummaryMap);
  const count = v.pipe(v.number(), v.integer(), v.minValue(0));
  return {
    known: true,
    value: { rootAccessKeys: from(count, AccountAccessKeysPresent, 'SummaryMap.AccountAccessKeysPresent') },
  };
});
