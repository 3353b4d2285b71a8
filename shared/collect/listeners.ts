import { isGone } from '../clients/errors.ts';
import { actions } from './actions.ts';
import { collector } from './collector.ts';
import { forEachOf } from './each.ts';
import { elasticPages, facingTheInternet, port } from './elastic-load-balancing.ts';
import { addItem, gather } from './items.ts';
import { listIn } from './pages.ts';
import { optional, reader, structure, text } from './read.ts';
import { missingOf, Unidentified } from './reason.ts';

const ACTION = 'elasticloadbalancing:DescribeListeners';

/** Of each load balancer by itself, as the API has it. One that was deleted since it was listed has no listener any more. */
export const listeners = collector('listeners', async (context, { loadBalancers }) => {
  const gathering = gather('listeners');
  const from = reader(ACTION);
  for (const { id, ...reason } of loadBalancers.missing) gathering.miss({ ...reason, id: `listeners of ${id}` });
  await forEachOf(facingTheInternet(loadBalancers.items), async ({ arn: LoadBalancerArn }) => {
    let position = 0;
    try {
      for await (const page of elasticPages(context, 'DescribeListeners', { LoadBalancerArn }))
        for (const item of listIn(ACTION, page.Listeners, 'Listeners'))
          addItem(gathering, `Listeners[${position++}] of ${LoadBalancerArn}`, () => {
            const listener = structure(item);
            if (from.id(listener.LoadBalancerArn, 'LoadBalancerArn') !== LoadBalancerArn)
              throw new Unidentified(`${ACTION} answered for another load balancer`);
            const { Mode } = structure(listener.MutualAuthentication);
            return {
              arn: from.id(listener.ListenerArn, 'ListenerArn'),
              loadBalancerArn: LoadBalancerArn,
              protocol: from(text, listener.Protocol, 'Protocol'),
              port: from(port, listener.Port, 'Port'),
              defaultActions: from(actions, listener.DefaultActions, 'DefaultActions'),
              ...optional(from, 'mutualAuthentication', text, Mode, 'MutualAuthentication.Mode'),
            };
          });
    } catch (error) {
      const missing = missingOf(`listeners of ${LoadBalancerArn}`, error);
      if (!isGone(missing)) gathering.miss(missing);
    }
  });
  return gathering.done();
});
