import { expect, test } from 'vitest';
import { exposuresOf } from '../../shared/derive/exposure/exposures.ts';
import { unknown } from '../../shared/facts/fact.ts';
import { expectGolden } from '../golden/golden.ts';
import { factsOf } from './facts-of.ts';
import { doubtsInWords, rowInWords, wayInWords } from './said.ts';
import { traps } from './walker/traps.ts';
import { worldOf } from './walker/world.ts';

const application = 'a rule forwards, the default does not';
const network = 'one without groups: nothing filters what it takes';
const byAddress = 'a target by address: the client address is not preserved by default';
const chained = 'a network load balancer in front of an internal application load balancer';
const lost = unknown('it was not to be read', 'grant it');

const asking = (type: string) => (rule: { readonly actions: readonly object[] }) => ({
  actions: [{ type, targetGroupArns: [] }, ...rule.actions],
});
const target = (changed: object) => (group: { readonly health: readonly object[] }) => ({
  health: group.health.map((one) => ({ ...one, ...changed })),
});

/** What load balancers can say of themselves: in which world, of which list, and what is changed of its first item. */
const changes: readonly (readonly [string, string, object | ((item: never) => object)])[] = [
  [application, 'listenerRules', asking('authenticate-oidc')],
  [application, 'listenerRules', asking('jwt-validation')],
  [application, 'listenerRules', asking('fixed-response')],
  [application, 'listenerRules', { conditions: lost, priority: lost }],
  [application, 'listenerRules', { conditions: [{ field: 'path-pattern', values: ['/1', '/2', '/3'] }] }],
  [
    application,
    'listenerRules',
    {
      conditions: [
        { field: 'path-pattern', values: ['/1', '/2', '/3', '/4'] },
        { field: 'source-ip', values: ['52.0.0.0/8'] },
      ],
    },
  ],
  [application, 'listenerRules', { isDefault: true }],
  [application, 'listeners', { mutualAuthentication: 'verify' }],
  [application, 'listeners', { mutualAuthentication: 'off' }],
  [application, 'listeners', { protocol: 'SCTP'.repeat(20) }],
  ...['gateway', 'network'].map((type) => [application, 'loadBalancers', { type }] as const),
  ...['failed', 'provisioning', 'active_impaired'].map((state) => [application, 'loadBalancers', { state }] as const),
  [application, 'loadBalancers', { ipAddressType: 'dualstack-without-public-ipv4' }],
  [application, 'loadBalancers', { ipAddressType: 'dualstack', ipv6DenyAllIgwTraffic: true }],
  [application, 'targetGroups', { targetType: 'lambda' }],
  [application, 'targetGroups', { ipAddressType: 'ipv6' }],
  [network, 'targetGroups', { targetType: 'x' }],
  [network, 'targetGroups', target({ id: 'i-9' })],
  ...['unused', 'draining', 'unhealthy', 'initial'].map((state) => [network, 'targetGroups', target({ state })] as const),
  ...['TLS', 'UDP', 'TCP_UDP', 'QUIC', 'TCP_QUIC', 'HTTP'].map((protocol) => [network, 'listeners', { protocol }] as const),
  ...['UDP', 'QUIC', 'x'].map((protocol) => [byAddress, 'targetGroups', { protocol }] as const),
  [byAddress, 'targetGroups', { targetType: lost }],
  [byAddress, 'targetGroups', { preserveClientIp: lost }],
  [byAddress, 'targetGroups', { preserveClientIp: true }],
  [byAddress, 'targetGroups', { vpcId: lost }],
  [byAddress, 'targetGroups', target({ id: '10.0.1' })],
  [byAddress, 'targetGroups', target({ id: '10.0.1.99' })],
  [byAddress, 'targetGroups', target({ id: '2600:1f14:abc:de01::10' })],
  [chained, 'targetGroups', target({ id: 'nobody' })],
  [chained, 'targetGroups', target({ state: 'draining' })],
];
const kinds: readonly string[] = ['load-balancer', 'listener', 'listener-rule', 'authentication', 'target-group', 'target'];

test('what load balancers say of themselves is in their ways, or in what is unknown', async () => {
  const said: string[] = [];
  const made = new Map<string, Awaited<ReturnType<typeof factsOf>>>();
  for (const [name, list, change] of changes) {
    const estate = traps.find((trap) => trap.name === name)?.estate;
    if (estate === undefined) throw new Error(name);
    const facts = made.get(name) ?? (await factsOf(worldOf(estate)));
    made.set(name, facts);
    const { items } = facts[list as 'listeners'] as { readonly items: readonly object[] };
    const [first = {}, ...others] = items;
    const changed = typeof change === 'function' ? change(first as never) : change;
    const found = exposuresOf({ ...facts, [list]: { known: true, items: [{ ...first, ...changed }, ...others], missing: [] } });
    said.push(`# ${name}: ${list} ${JSON.stringify(changed)}`);
    for (const row of found.exposures) {
      const way = wayInWords({ ...row, path: row.path.filter(({ kind }) => kinds.includes(kind)) });
      said.push(rowInWords(row), `  ${way.join(' > ')}`);
    }
    said.push(...doubtsInWords(found).map((one) => `unknown: ${one}`));
  }
  expectGolden('exposure/balancer-members.txt', `${said.join('\n')}\n`);
  expect(made.size).toBe(4);
});
