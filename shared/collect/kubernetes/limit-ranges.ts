import * as v from 'valibot';
import { collector } from '../collector.ts';
import { listed } from './listed.ts';
import { defined, listOf, maybe, parsed, text } from './raw.ts';

const quantities = maybe(v.record(text, text));
const rangeSpec = v.nullish(
  v.object({
    limits: listOf(v.object({ type: text, max: quantities, min: quantities, default: quantities, defaultRequest: quantities })),
  }),
  {},
);

export const limitRanges = collector('limitRanges', (context, { cluster }) =>
  listed('limitRanges', context, cluster.value, {
    resource: { group: '', version: 'v1', resource: 'limitranges', kind: 'LimitRange' },
    project: (item, { name, namespace }) => {
      const { limits } = parsed(rangeSpec, item.spec, 'spec');
      return { namespace, name, limits: limits?.map(defined) ?? [] };
    },
  }),
);
