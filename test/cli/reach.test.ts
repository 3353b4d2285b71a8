import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import { machine, trap } from '../exposure/walker/trap.ts';
import { credentialsFor, emptyFolder, environment, postern } from './console.ts';

/** SSH of i-1 is open to everyone; i-2 stands in a subnet without a way to the internet. */
const estate = await startEstate(
  trap('an open machine and a closed one', {
    groups: [{ id: 'sg-1', ingress: [{ protocol: 'tcp', range: [22, 22], peers: ['0.0.0.0/0'] }] }],
    interfaces: [
      machine,
      {
        id: 'eni-2',
        subnet: 'subnet-b',
        groups: ['sg-1'],
        addresses: [{ ip: '10.0.1.20', publicIp: '54.93.0.20' }],
        instance: 'i-2',
      },
      { id: 'eni-3', subnet: 'subnet-b', groups: ['sg-1'], addresses: [{ ip: '10.0.1.30' }] },
    ],
    instances: [
      { id: 'i-1', state: 'running' },
      { id: 'i-2', state: 'running' },
    ],
  }).estate,
);
afterAll(() => estate.close());
afterEach(() => estate.faults.clear());

const env = credentialsFor(estate.url);
const reach = (line: string, given: Parameters<typeof postern>[1] = {}) =>
  postern(['reach', '--rate', '1', ...line.split(' ').filter(Boolean)], { env, ...given });

/** Without its line breaks. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

describe('yes, with the proof and what would close it', () => {
  test.each([
    ['--to eni-1', 'eni-1'],
    ['--to i-1:22', 'port 22 of i-1'],
    ['--to i-1:22/tcp', 'tcp 22 of i-1'],
    ['--to 54.93.0.10:22', 'port 22 of 54.93.0.10 (eni-1)'],
    ['--to 10.0.0.10:22/tcp', 'tcp 22 of 10.0.0.10 (eni-1)'],
  ])('%s', async (line, what) => {
    const { code, out, err } = await reach(line);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [first, row, ...rest] = out.split('\n');
    expect(first).toBe(`yes: ${what} in eu-central-1 can be reached from the internet.`);
    expect(row).toBe('    tcp 22 on 54.93.0.10 · from the internet');
    expect(flat(rest.join(' '))).toMatch(
      /internet → igw-1 → rtb-public route 0\.0\.0\.0\/0 to igw-1 → acl-1 .* → sg-1 ingress rule/,
    );
    expect(out).toMatch(/The smallest change that would close it\n {4}security group sg-1: remove the ingress rule: tcp 22/);
  });

  test('from a part of the internet', async () => {
    const { code, out } = await reach('--to i-1:22 --from 52.10.0.0/16');
    expect(code).toBe(0);
    expect(out).toContain('yes: port 22 of i-1 in eu-central-1 can be reached from 52.10.0.0/16.\n');
    expect(out).toContain('    tcp 22 on 54.93.0.10 · from 52.10.0.0/16\n');
  });
});

describe('no, with what stops it and what would open it', () => {
  test.each([
    ['--to i-1:23', /Stopped by security group sg-1: .*no inbound rule admits it/],
    ['--to i-1:22/udp', /Stopped by security group sg-1/],
    ['--to [2600:1f14:abc:de00::10]:22', /Stopped by security group sg-1/],
    ['--to i-2', /Stopped by route table rtb-main: .*no route leads an answer back/],
    ['--to eni-3', /Stopped by network interface eni-3: has no address on the internet/],
  ])('%s', async (line, why) => {
    const { code, out, err } = await reach(line);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^no: .* cannot be reached from the internet\.\n/);
    expect(flat(out)).toMatch(why);
    expect(out).toContain('The smallest change that would open it\n');
  });
});

describe('unknown', () => {
  test('where the groups could not be read', async () => {
    estate.faults.add({ kind: 'deny', operation: 'DescribeSecurityGroups' });
    const { code, out } = await reach('--to i-1:22');
    expect(code).toBe(2);
    expect(out).toMatch(/^unknown: port 22 of i-1 in eu-central-1 may be reachable from the internet\.\n/);
    expect(out).toContain('AccessDenied: ec2:DescribeSecurityGroups');
  });

  test('where what is not read may forbid it', async () => {
    estate.faults.add({ kind: 'deny', operation: 'DescribeNetworkAcls' });
    const { code, out } = await reach('--to i-1:22');
    expect(code).toBe(2);
    expect(out).toMatch(
      /^unknown: port 22 of i-1 in eu-central-1 can be reached from the internet, unless what could not be\s+read forbids it\./,
    );
    expect(out).toContain('unless forbidden by network ACLs');
  });

  test('where it may be in what could not be read', async () => {
    estate.faults.add({ kind: 'deny', operation: 'DescribeNetworkInterfaces' });
    const { code, out } = await reach('--to eni-1');
    expect(code).toBe(2);
    expect(out).toMatch(/^unknown: eni-1, in no network that could be read, may be reachable from the internet\.\n/);
    expect(out).toContain('AccessDenied: ec2:DescribeNetworkInterfaces');
  });
});

describe('what is not there', () => {
  test.each([
    ['--to eni-4', /^postern: --to eni-4: no interface where it was looked for; near are eni-1, eni-2, eni-3\n$/],
    ['--to i-12', /^postern: --to i-12: no instance where it was looked for; near are i-1, i-2\n$/],
    [
      '--to 54.93.0.11:22',
      /^postern: --to 54\.93\.0\.11:22: no interface with this address where it was looked for; near are 54\.93\.0\.10, 54\.93\.0\.20\n$/,
    ],
    ['--to 192.0.2.1', /^postern: --to 192\.0\.2\.1: no interface with this address where it was looked for\n$/],
    ['--to eni-1 --region us-west-2', /^postern: --region us-west-2: the account has no such Region\n$/],
  ])('%s', async (line, said) => {
    expect(await reach(line)).toMatchObject({ code: 64, out: '', err: expect.stringMatching(said) });
  });

  test('in a run whose network was not read, is unknown', async () => {
    const facts = emptyFolder();
    await postern(['collect', '--rate', '1', '--snapshot', facts], { env });
    const { code, out } = await postern(['reach', '--to', 'eni-1', '--snapshot', facts], { env: environment() });
    expect(code).toBe(2);
    expect(out).toContain('its network was not read: no cluster in this Region');
  });
});

test.each([
  ['reach', /required option '--to <destination>' not specified; see postern reach --help/],
  ['reach --to i-1 --to i-2', /'i-2' is invalid\. It is given twice; see postern reach --help/],
  ['reach --to i-1 --from internet --from internet', /It is given twice/],
  ['reach i-1', /required option '--to <destination>'|too many arguments/],
  ['reach --to i-1:ssh', /"ssh" is not a port: one number from 0 to 65535/],
  ['reach --to 2600:1f14::10', /write an IPv6 address in brackets/],
  ['reach --to i-1 --from 10.0.0.0/8', /no address of it is of the internet/],
  ['reach --to i-1 --from everywhere', /is not a CIDR/],
  ['reach --to i-1 --format json', /unknown option '--format'/],
  ['reach --to i-1 --region frankfurt', /It is not a Region such as eu-central-1/],
  ['reach --to i-1 --rate 0', /It is a share of the API rate/],
  ['exposure i-1', /too many arguments for 'exposure'/],
  ['exposure --format html', /Allowed choices are json, terminal/],
  ['exposure --cluster a/b', /It is not the name of a cluster/],
  ['exposure --snapshot x --rate 1', /option '--snapshot <place>' cannot be used with option '--rate <share>'/],
  ['exposure --snapshot nowhere', /there is no such folder/],
  ['exposure --snapshot ftp://x', /not a place for reports/],
  ['exposure --account 111122223333', /unknown option '--account'/],
])('%s', async (line, said) => {
  const { code, out, err } = await postern(line.split(' '), { env: environment() });
  expect({ code, out }).toEqual({ code: 64, out: '' });
  expect(err).toMatch(said);
  expect(err.trimEnd()).not.toContain('\n');
});
