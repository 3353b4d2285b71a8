/** The house rules of imports: each comment is what an offender reads. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { pathNot: [from, ...allowed] },
});
const npm = (...names) => names.map((n) => `node_modules/${n}(/|$)`);

module.exports = {
  forbidden: [
    only(
      'net-is-arithmetic',
      '^shared/net/',
      [],
      'shared/net imports nothing: integers and ranges in, integers and ranges out.',
    ),
    only(
      'facts-are-schemas',
      '^shared/facts/',
      npm('valibot'),
      'shared/facts imports the schema library only: no SDK type, no judgement.',
    ),
    only(
      'derive-is-pure',
      '^shared/derive/',
      ['^shared/facts/', '^shared/net/'],
      'A derivation sees facts and shared/net, nothing else.',
    ),
    only(
      'checks-are-pure',
      '^shared/checks/',
      ['^shared/facts/', '^shared/net/'],
      'A check sees fact types, shared/net and check.ts, nothing else.',
    ),
    only(
      'frameworks-are-data',
      '^shared/frameworks/',
      ['^shared/checks/index\\.ts$'],
      'A framework imports the type CheckId and is data.',
    ),
    only(
      'engine-is-pure',
      '^shared/engine/',
      [
        '^shared/facts/',
        '^shared/checks/check\\.ts$',
        '^shared/derive/derive\\.ts$',
        '^shared/frameworks/framework\\.ts$',
        '^node:crypto$',
        '^crypto$',
      ],
      'The engine imports types; lists of checks, derivations and frameworks are arguments.',
    ),
    only(
      'report-renders',
      '^shared/report/',
      [
        '^shared/engine/(verdict|summarise|frameworks)\\.ts$',
        '^shared/checks/check\\.ts$',
        '^(node:)?crypto$',
        ...npm('hono', 'valibot'),
      ],
      'A renderer takes a report and yields text: it decides nothing and reads nothing.',
    ),
    only('contract-imports-nothing', '^shared/contract/', [], 'shared/contract is names: it imports nothing.'),
    only(
      'permissions-are-computed',
      '^shared/permissions/',
      ['^shared/facts/'],
      'Permissions are the closure over what the facts read.',
    ),
    only(
      'estate-does-not-know-the-answers',
      '^estate/',
      [
        '^node:',
        ...npm('@smithy', '@aws-sdk', '@peculiar', 'reflect-metadata', 'tslib'),
        '^(fs|path|http|https|crypto|url|stream|zlib|net|tls|buffer|util|events)($|/)',
      ],
      'The simulated estate imports SDK schemas only: it must not know the answers.',
    ),
    {
      name: 'sdk-in-clients-only',
      severity: 'error',
      comment: 'Only clients/, collect/, store/ and cloud/ import SDK or Kubernetes clients.',
      from: { path: '^(shared|cli|functions)/', pathNot: '^shared/(clients|collect|store|cloud)/' },
      to: { path: 'node_modules/(@aws-sdk|@smithy|@kubernetes)/' },
    },
    {
      name: 'no-test-in-source',
      severity: 'error',
      comment: 'Sources do not import tests.',
      from: { path: '^(shared|cli|estate)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A cycle hides which of two files is the lower one.',
      from: {},
      to: { circular: true },
    },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
