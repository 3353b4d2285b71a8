import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { emptyFolder, postern } from './console.ts';

/** A command line that cannot be meant, and what it is answered with. */
const mistakes: readonly (readonly [line: string, answer: RegExp])[] = [
  ['frobnicate', /^postern: unknown command 'frobnicate'; see postern --help$/],
  ['sca', /^postern: unknown command 'sca' \(Did you mean scan\?\); see postern --help$/],
  ['estate', /^postern: a command is missing; see postern estate --help$/],
  ['scan --frobnicate', /^postern: unknown option '--frobnicate'; see postern scan --help$/],
  ['scan --regio eu-central-1', /^postern: unknown option '--regio' \(Did you mean --region\?\); see postern scan --help$/],
  ['scan too much', /^postern: too many arguments for 'scan'\. Expected 0 arguments but got 2.*; see postern scan --help$/],
  ['demo --region eu-central-1', /^postern: unknown option '--region' .*; see postern demo --help$/],
  ['scan --fail-on sometimes', /'sometimes' is invalid\. Allowed choices are critical, high, medium, low/],
  ['scan --rate 0', /'0' is invalid\. It is a share of the API rate: above 0, at most 1; see /],
  ['scan --rate 2', /'2' is invalid\. It is a share/],
  ['scan --rate x', /'x' is invalid\. It is a share/],
  ['scan --rate -1', /'-1' is invalid\. It is a share/],
  ['scan --rate 1e-1', /'1e-1' is invalid\. It is a share/],
  ['scan --rate Infinity', /'Infinity' is invalid\. It is a share/],
  ['scan --region frankfurt', /'frankfurt' is invalid\. It is not a Region such as eu-central-1; see /],
  ['scan --region ../../x', /is not a Region such as eu-central-1; see /],
  ['scan --region eu-central-1,us-east-1', /is not a Region such as eu-central-1; see /],
  ['scan --account 12345', /'12345' is invalid\. It is not an account id: 12 digits; see /],
  ['scan --cluster a/b', /'a\/b' is invalid\. It is not the name of a cluster; see /],
  ['scan --kubernetes maybe', /'maybe' is invalid\. Allowed choices are auto, off; see /],
  ['scan --role-name ../x', /'\.\.\/x' is invalid\. It is not the name of an IAM role; see /],
  ['scan --role-name ', /'' is invalid\. It is not the name of an IAM role; see /],
  ['scan --external-id ', /'' is invalid\. It is not an external id: 2 to 1224 letters, digits or any of _\+=,\.@:\/-; see /],
  ['collect --snapshot x --external-id a', /'a' is invalid\. It is not an external id/],
  ['scan --format pdf', /there is no format "pdf"; there is html, json, sarif, junit, terminal$/],
  ['scan --format json --format terminal', /both want standard output; give --out for one of them$/],
  [
    'scan --format sarif --format junit',
    /--format sarif and --format junit both want standard output; give --out for one of them$/,
  ],
  ['scan --check api-endpoint/publik-access', /no check matches "api-endpoint\/publik-access"; postern checks lists them$/],
  ['scan --check Api-Endpoint/*', /no check matches/],
  ['scan --check nodes/* --check nods/*', /no check matches "nods\/\*"; postern checks lists them$/],
  ['scan --framework cis', /no framework is called "cis"; there is cis-eks-2\.0\.0, .*pod-security-standards$/],
  ['scan --out ftp://host/x', /not a place for reports: "ftp:\/\/host\/x": it is either a folder or s3:\/\/BUCKET\/PREFIX$/],
  ['scan --out s3://UPPER/x', /not a place for reports: "s3:\/\/UPPER\/x": a bucket name has/],
  ['check --snapshot s3://bucket/../x', /not a place for reports/],
  ['collect', /required option '--snapshot <place>' not specified; see postern collect --help$/],
  ['check', /required option '--snapshot <place>' not specified; see postern check --help$/],
  ['explain', /missing required argument 'check'; see postern explain --help$/],
  [
    'explain encryption/secret',
    /there is no check "encryption\/secret"; did you mean encryption\/secrets\?; postern checks lists them$/,
  ],
  ['explain nodes/publik-adresses', /there is no check "nodes\/publik-adresses"; did you mean nodes\/public-addresses\?; /],
  ['explain privileged', /did you mean pods\/privileged-containers\?; postern checks lists them$/],
  ['explain nothing/at-all', /there is no check "nothing\/at-all"; postern checks lists them$/],
  ['explain ../../package.json', /there is no check "\.\.\/\.\.\/package\.json"/],
  ['estate serve', /estate serve wants an estate file; see postern estate serve --help$/],
  ['estate serve nowhere.json', /^postern: cannot read nowhere\.json: there is no such file$/],
  ['estate serve x --port 65536', /'65536' is invalid\. It is not a port: 0 to 65535; see /],
  ['estate serve x --port -1', /'-1' is invalid\. It is not a port/],
  ['scan --config nowhere.yaml', /^postern: cannot read nowhere\.yaml: there is no such file$/],
  ['scan --config .', /^postern: cannot read \.: it is a folder$/],
  ['scan --config /dev/zero', /^postern: cannot read \/dev\/zero: it is neither a file nor a pipe$/],
  ['scan --context prod', /^postern: --context is one of a kubeconfig; name the file with --kubeconfig$/],
  ['scan --kubeconfig nowhere', /^postern: kubeconfig ".*nowhere": there is no such file$/],
  ['scan --kubeconfig .', /^postern: kubeconfig ".*": is a folder$/],
  ['estate serve /dev/zero', /^postern: cannot read \/dev\/zero: it is neither a file nor a pipe$/],
  ['check --snapshot nowhere', /^postern: cannot read .*nowhere: there is no such folder; check the path$/],
];

/** What the contract has and this version has not: refused by name, so that nobody believes that it was heeded. */
const later = [
  'scan --waivers waivers.yaml',
  'demo --waivers waivers.yaml',
  'check --snapshot x --waivers waivers.yaml',
  'scan --all-network',
  'collect --snapshot x --all-network',
];

describe('a command line that cannot be meant', () => {
  test.each(mistakes)('%s', async (line, answer) => {
    const cwd = emptyFolder();
    const { code, out, err } = await postern(line.split(' '), { cwd });
    expect(err.endsWith('\n')).toBe(true);
    expect(err.trimEnd()).not.toContain('\n');
    expect(err.trimEnd()).toMatch(answer);
    expect({ code, out, left: readdirSync(cwd) }).toEqual({ code: 64, out: '', left: [] });
  });

  test.each(later)('%s is refused, not ignored', async (line) => {
    const cwd = emptyFolder();
    const { code, out, err } = await postern(line.split(' '), { cwd });
    expect(err).toMatch(/^postern: --(waivers|all-network) is not supported yet; leave it out\n$/);
    expect({ code, out, left: readdirSync(cwd) }).toEqual({ code: 64, out: '', left: [] });
  });

  test('is quoted without what acts on a terminal', async () => {
    const { code, err } = await postern(['scan', '--region', '\u001b[2J\u202eeu\nx']);
    expect(code).toBe(64);
    expect(err).toMatch(/^postern: [\x20-\x7e]+\n$/);
  });
});

describe('help goes to standard output, with exit code 0', () => {
  test.each(['--help', 'help', 'scan --help', 'help scan', 'estate --help', 'estate serve --help', '--version'])(
    '%s',
    async (line) => {
      const { code, out, err } = await postern(line.split(' '));
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out.length).toBeGreaterThan(4);
    },
  );

  test('but no command at all is a mistake: an empty variable in a pipeline must not pass', async () => {
    expect(await postern([])).toMatchObject({ code: 64, out: '', err: 'postern: a command is missing; see postern --help\n' });
  });

  test('and lists what the contract promises', async () => {
    const { out } = await postern(['--help']);
    for (const command of [
      'scan',
      'collect',
      'check',
      'exposure',
      'reach',
      'explain',
      'checks',
      'permissions',
      'remote',
      'demo',
      'estate',
    ])
      expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    const scan = await postern(['scan', '--help']);
    for (const flag of ['--config', '--region', '--cluster', '--account', '--organization', '--role-name', '--external-id'])
      expect(scan.out).toContain(flag);
    for (const flag of [
      '--kubernetes',
      '--kubeconfig',
      '--context',
      '--framework',
      '--check',
      '--rate',
      '--out',
      '--format',
      '--all',
      '--fail-on',
    ])
      expect(scan.out).toContain(flag);
    // What is refused is not advertised.
    for (const flag of ['--waivers', '--all-network']) expect(scan.out).not.toContain(flag);
  });

  test('that of estate serve names the lists of an estate file', async () => {
    const { out } = await postern(['estate', 'serve', '--help']);
    expect(out).toMatch(/^ {2}ec2\n/m);
    for (const name of [
      'SecurityGroups',
      'Reservations',
      'clusters',
      'nodegroups',
      'LoadBalancers',
      'VpcBlockPublicAccessOptions',
    ])
      expect(out).toMatch(new RegExp(`^ {4}${name}$`, 'm'));
  });
});
