/** The house rules of imports: each comment is what an offender reads. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.ts$' },
  to: { pathNot: [from, ...allowed] },
});
const never = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });
const npm = (...names) => names.map((name) => `node_modules/${name}(/|$)`);
const node = (...names) => names.map((name) => `^(node:)?${name}(/|$)`);
const values = { dependencyTypesNot: ['type-only'] };

const purity = [
  only('net-is-arithmetic', '^shared/net/', [], 'shared/net imports nothing: integers and ranges in, integers and ranges out.'),
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
  never(
    'checks-do-not-know-the-examples',
    { path: '^shared/checks/[^/]+/', pathNot: 'examples' },
    { path: '^shared/checks/(base|example)' },
    'The compliant estate is for examples: a check that reads it would judge the example and not the cluster.',
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
      ...node('crypto'),
    ],
    'The engine imports types and the definitions of facts; checks, derivations and frameworks are arguments.',
  ),
  only(
    'report-renders',
    '^shared/report/',
    [
      '^shared/engine/(verdict|summarise|frameworks)\\.ts$',
      '^shared/checks/(check|example)\\.ts$',
      '^shared/(frameworks/framework|derive/derive)\\.ts$',
      '^shared/(facts|permissions)/',
      ...npm('hono', 'valibot'),
      ...node('crypto'),
    ],
    'A renderer takes a report and yields text: it decides nothing and reads nothing.',
  ),
  never(
    'lists-are-arguments',
    { path: '^shared/(frameworks|engine|report)/' },
    { path: '^shared/(checks|derive|frameworks)/index\\.ts$', ...values },
    'Lists of checks, derivations and frameworks come as arguments: only their types are imported.',
  ),
  only(
    'config-reads-text',
    '^shared/config/',
    ['^shared/facts/', ...npm('valibot', 'yaml')],
    'Configuration is text in, settings out.',
  ),
  only(
    'manifests-are-files',
    '^shared/manifests/',
    [...npm('yaml'), ...node('buffer', 'fs', 'path')],
    'Files in, objects with their lines out: no network, no fact, no judgement.',
  ),
  only('text-imports-nothing', '^shared/text/', [], 'shared/text is a leaf: text in, text out.'),
  only('contract-imports-nothing', '^shared/contract/', [], 'shared/contract is names: it imports nothing.'),
  only(
    'permissions-are-computed',
    '^shared/permissions/',
    ['^shared/facts/'],
    'Permissions are the closure over what the facts read.',
  ),
];

const theWorld = [
  only(
    'clients-speak',
    '^shared/clients/',
    [
      '^shared/text/',
      ...npm('@aws-sdk', '@smithy', '@kubernetes'),
      ...node('crypto', 'dns', 'fs', 'http', 'https', 'net', 'path', 'stream', 'timers', 'tls'),
    ],
    'A client knows a protocol and its bounds, no fact and no check.',
  ),
  only(
    'collectors-read',
    '^shared/collect/',
    ['^shared/(facts|clients)/', ...npm('valibot'), ...node('crypto', 'util')],
    'A collector reads through our clients and gives a fact: it judges nothing and names no SDK.',
  ),
  only(
    'stores-keep',
    '^shared/store/',
    [
      '^shared/(contract|text)/',
      ...npm('valibot', '@aws-sdk/client-s3'),
      ...node('crypto', 'fs', 'path', 'stream', 'timers', 'util', 'zlib'),
    ],
    'A store takes bytes and knows no check.',
  ),
  only(
    'cloud-is-ports',
    '^shared/cloud/',
    ['^shared/(contract|clients|text)/', ...npm('@aws-sdk', '@smithy'), ...node('crypto')],
    'A port and one SDK client per file.',
  ),
  never(
    'sdk-in-clients-only',
    { path: '^(shared|cli|functions)/', pathNot: '^shared/(clients|store|cloud)/' },
    { path: 'node_modules/(@aws-sdk|@smithy|@kubernetes)/' },
    'Only clients/, store/ and cloud/ import SDK or Kubernetes clients.',
  ),
  only(
    'stages-compose',
    '^shared/stages/',
    ['^shared/', ...npm('valibot'), ...node('crypto')],
    'A stage composes what stands in shared/: no SDK, no estate, no process.',
  ),
  never(
    'formats-are-arguments',
    { path: '^shared/stages/' },
    { path: '^shared/report/(html|json|terminal|index)', ...values },
    'Renderers come to a stage as arguments.',
  ),
  only(
    'estate-does-not-know-the-answers',
    '^estate/',
    [
      ...npm('@smithy', '@aws-sdk'),
      ...node(
        'buffer',
        'crypto',
        'events',
        'fs',
        'http',
        'https',
        'net',
        'path',
        'stream',
        'timers',
        'tls',
        'url',
        'util',
        'zlib',
      ),
    ],
    'The simulated estate imports SDK schemas only: it must not know the answers.',
  ),
  never(
    'one-file-names-process',
    { path: '^(shared|cli|estate)/', pathNot: '^cli/main\\.ts$' },
    { path: '^(node:)?process$' },
    'Only cli/main.ts names the process: everything else is given what it needs.',
  ),
];

const deployment = [
  only(
    'functions-call-stages',
    '^functions/',
    [
      '^shared/(stages|clients|store|cloud|contract)/',
      '^shared/config/(schema|settings|defaults)\\.ts$',
      // What stages take as arguments.
      '^shared/(checks|derive|frameworks|report)/index\\.ts$',
      '^shared/checks/catalogue\\.ts$',
      '^shared/version\\.ts$',
      ...npm('@aws-lambda-powertools'),
      ...node('fs', 'process'),
    ],
    'A function reads its event, opens what it needs and calls a stage: nothing is decided in it.',
  ),
  never(
    'one-function-file-names-process',
    { path: '^functions/', pathNot: '^functions/function\\.ts$' },
    { path: '^(node:)?process$' },
    'Only functions/function.ts names the process: variables are read through contract/.',
  ),
  never(
    'functions-never-probe',
    { path: '^functions/' },
    { path: '^shared/clients/probe/', reachable: true },
    'Only the command line tries what it computed: a function makes no connection but to AWS and to API servers as themselves.',
  ),
  only(
    'infra-describes',
    '^infra/',
    [
      '^shared/(config|contract|permissions)/',
      ...npm('aws-cdk-lib', 'constructs', 'cdk-nag'),
      // A file that selects nothing stops here, and not every night.
      '^shared/(checks/index|frameworks/index|engine/select)\\.ts$',
      // The commands bundle what the stacks deploy; the constructs do not.
      '^tools/bundle\\.ts$',
      ...node('child_process', 'fs', 'module', 'path', 'process', 'url', 'util'),
    ],
    'infra/ describes what is deployed: no run-time code.',
  ),
  never(
    'constructs-touch-nothing',
    { path: '^infra/', pathNot: '^infra/(app|assembly|deploy|main|read-config)\\.ts$' },
    { path: ['^(node:)?(child_process|fs|module|process|url|util)(/|$)', '^tools/', '^shared/(checks|frameworks|engine)/'] },
    'Stacks and constructs are made of their properties: no environment, no file, no process.',
  ),
  never(
    'nothing-imports-infra',
    { path: '^(shared|cli|estate|functions)/' },
    { path: '^infra/' },
    'What runs knows nothing of how it is deployed.',
  ),
];

const structure = [
  never('no-test-in-source', { path: '^(shared|cli|estate)/' }, { path: '^test/' }, 'Sources do not import tests.'),
  never('no-circular', {}, { circular: true }, 'A cycle hides which of two files is the lower one.'),
  never('not-resolvable', {}, { couldNotResolve: true }, 'An import that does not resolve fails when it is first run.'),
];

module.exports = {
  forbidden: [...purity, ...theWorld, ...deployment, ...structure],
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
