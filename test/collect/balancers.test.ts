import { expect, test } from 'vitest';
import type { CollectedName } from '../../shared/facts/index.ts';
import { collect, reject } from './replies.ts';

const chain: CollectedName[] = ['loadBalancers', 'listeners', 'listenerRules', 'targetGroups'];
const elb = (operation: string) => `elastic-load-balancing-v2 ${operation}`;
const arn = (resource: string) => `arn:aws:elasticloadbalancing:eu-central-1:111111111111:${resource}`;
const network = arn('loadbalancer/net/lb-0/0');
const application = arn('loadbalancer/app/lb-1/0');

test('from load balancer to target', async () => {
  const { loadBalancers, listeners, listenerRules, targetGroups } = await collect(chain, {});
  expect(loadBalancers).toMatchObject({
    items: [
      { arn: network, crossZone: true, addresses: [{ subnetId: 'subnet-00000000', publicIp: '203.0.113.7' }] },
      { arn: application, crossZone: true },
      { scheme: 'internal' },
    ],
  });
  const group = arn('targetgroup/group-0/0');
  const defaultActions = [{ type: 'forward', targetGroupArns: [group], order: 1 }];
  const listener = { port: 443, defaultActions, mutualAuthentication: 'off' };
  expect(listeners).toEqual({
    known: true,
    missing: [],
    items: [
      { arn: arn('listener/net/lb-0/0/0'), loadBalancerArn: network, protocol: 'TCP', ...listener },
      { arn: arn('listener/app/lb-1/0/0'), loadBalancerArn: application, protocol: 'HTTPS', ...listener },
    ],
  });
  const rule = {
    listenerArn: arn('listener/app/lb-1/0/0'),
    actions: [{ type: 'fixed-response', targetGroupArns: [], order: 1 }],
  };
  const path = { field: 'path-pattern', values: ['/a', 'b'] };
  expect(listenerRules).toEqual({
    known: true,
    missing: [],
    items: [
      { arn: arn('listener-rule/app/lb-1/0/0/0'), isDefault: true, priority: 'default', conditions: [], ...rule },
      { arn: arn('listener-rule/app/lb-1/0/0/1'), isDefault: false, priority: '1', conditions: [path], ...rule },
    ],
  });
  expect(targetGroups).toEqual({
    known: true,
    missing: [],
    items: [
      {
        arn: group,
        name: 'group-0',
        loadBalancerArns: [network],
        targetType: 'instance',
        protocol: 'TCP',
        port: 30_080,
        vpcId: 'vpc-00000000',
        ipAddressType: 'ipv4',
        preserveClientIp: false,
        crossZone: 'true',
        health: [{ id: 'i-00000000', port: 30_080, state: 'healthy' }],
      },
    ],
  });
});

const forward = (groups: readonly object[], more: object = {}) => ({
  Type: 'forward',
  ForwardConfig: { TargetGroups: groups },
  ...more,
});
const listenersWith = (DefaultActions: unknown) => ({
  [elb('DescribeListeners')]: (_answer: unknown, question: string) => ({
    Listeners: question.includes('net/lb-0')
      ? [{ ListenerArn: 'l', LoadBalancerArn: network, Port: 1, Protocol: 'TCP', DefaultActions }]
      : [],
  }),
});

test.each<[string, readonly object[], unknown]>([
  [
    'shares by weight, 0 gets nothing',
    [
      forward([
        { TargetGroupArn: 'a', Weight: 0 },
        { TargetGroupArn: 'b', Weight: 1 },
      ]),
    ],
    ['b'],
  ],
  ['without weights, all', [forward([{ TargetGroupArn: 'a' }, { TargetGroupArn: 'b' }])], ['a', 'b']],
  ['a group that is named once only', [{ Type: 'forward', TargetGroupArn: 'a' }], ['a']],
  ['one group of weight 0, named twice', [forward([{ TargetGroupArn: 'a', Weight: 0 }], { TargetGroupArn: 'a' })], []],
  ['a redirect', [{ Type: 'redirect' }], []],
])('an action: %s', async (_name, given, expected) => {
  const { listeners } = await collect(chain, listenersWith(given));
  expect(listeners).toMatchObject({ items: [{ defaultActions: [{ targetGroupArns: expected }] }] });
});

test.each<[string, unknown]>([
  ['a forward to nothing', [{ Type: 'forward' }]],
  ['a forward to no group of a list', [forward([])]],
  ['a group without ARN', [forward([{ Weight: 1 }])]],
  ['a weight that is none', [forward([{ TargetGroupArn: 'a', Weight: '1' }])]],
  ['an action without type', [{ TargetGroupArn: 'a' }]],
  ['no list', undefined],
])('malformed: %s makes the actions unknown, and all else stands', async (_name, given) => {
  const { listeners } = await collect(chain, listenersWith(given));
  expect(listeners).toMatchObject({ missing: [], items: [{ arn: 'l', port: 1, defaultActions: { known: false } }] });
});

test('what was deleted since it was listed has no listeners and no rules; its group says why it is not known', async () => {
  const gone = (what: string) => reject('gone', `${what}NotFoundException: elasticloadbalancing:x: One or more not found`);
  const facts = await collect(chain, { [elb('DescribeListeners')]: gone('LoadBalancer') });
  expect(facts.listeners).toEqual({ known: true, items: [], missing: [] });
  expect((await collect(chain, { [elb('DescribeRules')]: gone('Listener') })).listenerRules).toMatchObject({
    items: [],
    missing: [],
  });
  const { targetGroups } = await collect(chain, { [elb('DescribeTargetHealth')]: gone('TargetGroup') });
  expect(targetGroups).toMatchObject({ missing: [], items: [{ crossZone: 'true', health: { known: false } }] });
});

test('denied listeners are missing by their load balancers, and so are their rules; target groups are found all the same', async () => {
  const why = 'AccessDenied: elasticloadbalancing:DescribeListeners';
  const facts = await collect(chain, { [elb('DescribeListeners')]: reject('denied', why) });
  const missing = [network, application].map((id) => ({ id: `listeners of ${id}`, why }));
  expect(facts.listeners).toEqual({ known: true, items: [], missing });
  expect(facts.listenerRules).toEqual({
    known: true,
    items: [],
    missing: missing.map(({ id }) => ({ id: `rules of ${id}`, why })),
  });
  expect(facts.targetGroups).toMatchObject({ items: [{ name: 'group-0', health: [{ id: 'i-00000000' }] }], missing: [] });
});

test('denied load balancers leave nothing to ask, and a list of target groups that is denied is unknown', async () => {
  const why = 'AccessDenied: elasticloadbalancing:DescribeLoadBalancers';
  const facts = await collect(chain, { [elb('DescribeLoadBalancers')]: reject('denied', why) });
  for (const name of chain) expect(facts[name]).toEqual({ known: false, why });
  const groups = await collect(chain, { [elb('DescribeTargetGroups')]: reject('denied', 'AccessDenied: x') });
  expect(groups.targetGroups).toEqual({ known: false, why: 'AccessDenied: x' });
});

test('a load balancer that cannot be told apart is in everything that comes after', async () => {
  const nameless = (answer: { LoadBalancers: object[] }) => ({
    LoadBalancers: [{ ...answer.LoadBalancers[0], LoadBalancerArn: undefined }],
  });
  const facts = await collect(chain, { [elb('DescribeLoadBalancers')]: nameless });
  expect(facts.listeners).toMatchObject({ items: [], missing: [{ id: 'listeners of LoadBalancers[0]' }] });
  expect(facts.listenerRules).toMatchObject({ items: [], missing: [{ id: 'rules of listeners of LoadBalancers[0]' }] });
  // Its groups name it, and nothing says that the internet cannot reach it.
  expect(facts.targetGroups).toMatchObject({ items: [{ name: 'group-0' }] });
});

test('a group that is named and not listed is missing; one that is named and belongs to nobody is read', async () => {
  const named = await collect(chain, listenersWith([{ Type: 'forward', TargetGroupArn: 'elsewhere' }]));
  const why = 'elasticloadbalancing:DescribeTargetGroups does not list elsewhere';
  expect(named.targetGroups).toMatchObject({ items: [{ name: 'group-0' }], missing: [{ id: 'elsewhere', why }] });
  const other = await collect(chain, listenersWith([{ Type: 'forward', TargetGroupArn: arn('targetgroup/group-1/0') }]));
  expect(other.targetGroups).toMatchObject({ items: [{ name: 'group-0' }, { name: 'group-1' }], missing: [] });
});

test('an answer for another load balancer is none', async () => {
  const other = { ListenerArn: 'l', LoadBalancerArn: application, Port: 1, Protocol: 'TCP', DefaultActions: [] };
  const { listeners } = await collect(chain, {
    [elb('DescribeListeners')]: (_answer, question: string) => ({ Listeners: question.includes('net/lb-0') ? [other] : [] }),
  });
  expect(listeners).toMatchObject({ items: [], missing: [{ id: `Listeners[0] of ${network}` }] });
});
