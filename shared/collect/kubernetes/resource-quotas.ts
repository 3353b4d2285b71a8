import * as v from 'valibot';
import { collector } from '../collector.ts';
import { listed } from './listed.ts';
import { maybe, parsed, textRecord, texts } from './raw.ts';

const quotaSpec = v.nullish(v.object({ hard: textRecord, scopes: texts, scopeSelector: maybe(v.object({})) }), {});

export const resourceQuotas = collector('resourceQuotas', (context, { cluster }) =>
  listed('resourceQuotas', context, cluster.value, {
    resource: { group: '', version: 'v1', resource: 'resourcequotas', kind: 'ResourceQuota' },
    project: (item, { name, namespace }) => {
      const { hard, scopes, scopeSelector } = parsed(quotaSpec, item.spec, 'spec');
      const scoped = (scopes?.length ?? 0) > 0 || (scopeSelector ?? undefined) !== undefined;
      return { namespace, name, hard: hard ?? {}, scoped };
    },
  }),
);
