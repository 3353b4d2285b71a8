import * as v from 'valibot';
import { isGone } from '../clients/errors.ts';
import { isUnknown } from '../facts/fact.ts';
import { actions } from './actions.ts';
import { collector } from './collector.ts';
import { forEachOf } from './each.ts';
import { elasticPages } from './elastic-load-balancing.ts';
import { addItem, gather } from './items.ts';
import { listIn } from './pages.ts';
import { flag, listOrNone, reader, structure, text } from './read.ts';
import { missingOf } from './reason.ts';

const ACTION = 'elasticloadbalancing:DescribeRules';

const values = v.optional(v.object({ Values: listOrNone(v.string()), RegexValues: listOrNone(v.string()) }));
/** A condition has its values in `Values`, or in the configuration of its kind. */
const condition = v.pipe(
  v.object({
    Field: v.string(),
    Values: listOrNone(v.string()),
    RegexValues: listOrNone(v.string()),
    HostHeaderConfig: values,
    PathPatternConfig: values,
    HttpHeaderConfig: values,
    HttpRequestMethodConfig: values,
    SourceIpConfig: values,
    QueryStringConfig: v.optional(
      v.object({ Values: listOrNone(v.object({ Key: v.optional(v.string(), '*'), Value: v.optional(v.string(), '*') })) }),
    ),
  }),
  v.transform(({ Field: field, QueryStringConfig, Values, RegexValues, ...configurations }) => {
    const found = Object.values({ own: { Values, RegexValues }, ...configurations }).flatMap((one) =>
      one === undefined ? [] : [...one.Values, ...one.RegexValues],
    );
    const queries = QueryStringConfig?.Values.map(({ Key, Value }) => `${Key}=${Value}`) ?? [];
    // The API repeats the values of hosts and paths in both places.
    return { field, values: [...new Set([...found, ...queries])] };
  }),
);

/** Of each listener of an application load balancer. One that was deleted since it was listed has no rule any more. */
export const listenerRules = collector('listenerRules', async (context, { loadBalancers, listeners }) => {
  const gathering = gather('listenerRules');
  const from = reader(ACTION);
  for (const { id, ...reason } of listeners.missing) gathering.miss({ ...reason, id: `rules of ${id}` });
  const mayHave = new Set(
    loadBalancers.items.filter(({ type }) => type === 'application' || isUnknown(type)).map(({ arn }) => arn),
  );
  const asked = listeners.items.filter(({ loadBalancerArn }) => mayHave.has(loadBalancerArn));
  await forEachOf(asked, async ({ arn: ListenerArn }) => {
    let position = 0;
    try {
      for await (const page of elasticPages(context, 'DescribeRules', { ListenerArn }))
        for (const item of listIn(ACTION, page.Rules, 'Rules'))
          addItem(gathering, `Rules[${position++}] of ${ListenerArn}`, () => {
            const rule = structure(item);
            return {
              arn: from.id(rule.RuleArn, 'RuleArn'),
              listenerArn: ListenerArn,
              isDefault: from(flag, rule.IsDefault, 'IsDefault'),
              priority: from(text, rule.Priority, 'Priority'),
              conditions: from(v.array(condition), rule.Conditions, 'Conditions'),
              actions: from(actions, rule.Actions, 'Actions'),
            };
          });
    } catch (error) {
      const missing = missingOf(`rules of ${ListenerArn}`, error);
      if (!isGone(missing)) gathering.miss(missing);
    }
  });
  return gathering.done();
});
