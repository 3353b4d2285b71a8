import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningEstate, startEstate } from '../../estate/server.ts';
import { checks } from '../../shared/checks/index.ts';
import { closure } from '../../shared/engine/order.ts';
import { facts } from '../../shared/facts/index.ts';
import { credentialsFor, start, type Transcript } from '../cli/console.ts';
import { type Moto, startMoto } from './moto.ts';
import { estateOf } from './moto-answers.ts';
import { type Built, buildEstate, ELSEWHERE, HOME, REGION } from './moto-estate.ts';

interface Verdict {
  readonly check: string;
  readonly status: string;
  readonly target: number;
  readonly resource: { readonly id: string };
  readonly because: string;
}
interface Report {
  readonly run: { readonly errors: readonly unknown[] };
  readonly targets: readonly {
    readonly kind: string;
    readonly account: string;
    readonly region?: string;
    readonly cluster?: { readonly name: string };
    readonly status: string;
    readonly missing: readonly { readonly fact: string; readonly why: string }[];
  }[];
  readonly verdicts: readonly Verdict[];
}

let moto: Moto;
let built: Built;
let scanned: Transcript;
let report: Report;

const scan = async (url: string): Promise<Transcript> => {
  const places = ['--organization', '--region', REGION, '--region', ELSEWHERE];
  const { ended } = start(['scan', ...places, '--rate', '1', '--all', '--format', 'json'], { env: credentialsFor(url) });
  return ended;
};

beforeAll(async () => {
  moto = await startMoto();
  built = await buildEstate(moto.url);
  scanned = await scan(moto.url);
  report = JSON.parse(scanned.out) as Report;
});
afterAll(() => moto?.close());

/** The verdicts of one check on one cluster, by resource: `status: because`. */
function judged(check: string, cluster: string): Readonly<Record<string, string>> {
  const target = report.targets.findIndex((one) => one.cluster?.name === cluster);
  const mine = report.verdicts.filter((verdict) => verdict.check === check && verdict.target === target);
  return Object.fromEntries(mine.map(({ resource, status, because }) => [resource.id, `${status}: ${because}`]));
}
const arn = (name: string, region = REGION, account = HOME) => `arn:aws:eks:${region}:${account}:cluster/${name}`;
const starting = (text: string) => expect.stringMatching(new RegExp(`^${text}`));

describe('what moto answers is judged', () => {
  test('the scan ends with findings, and nothing failed on our side', () => {
    expect({ code: scanned.code, errors: report.run.errors }).toEqual({ code: 1, errors: [] });
    expect(report.targets.map(({ status }) => status)).not.toContain('failed');
  });

  test('two halves are the internet; ranges that are left over while the endpoint is off are none; a few addresses are few', () => {
    expect(judged('api-endpoint/public-access', 'alpha')).toEqual({
      [arn('alpha')]: 'fail: the public endpoint is open to the whole internet (IPv4)',
    });
    expect(judged('api-endpoint/public-access', 'bravo')).toEqual({ [arn('bravo')]: 'pass: the public endpoint is off' });
    expect(judged('api-endpoint/public-access', 'delta')).toEqual({ [arn('delta', ELSEWHERE)]: starting('pass: ') });
  });

  test('groups that open a port by halves, by a prefix list and to IPv6, each on an interface of the cluster', () => {
    const { halves, listed, kubelet, closed } = built.groups;
    expect(judged('security-groups/open-to-internet', 'alpha')).toEqual({
      [halves]: starting('fail: open to the whole internet: SSH \\(tcp 22\\)'),
      [listed]: starting('fail: open to the whole internet: RDP \\(tcp 3389\\)'),
      [kubelet]: starting('fail: open to the whole internet: kubelet \\(tcp 10250\\)'),
      [closed]: starting('pass: '),
    });
  });

  test('SSH without and with source groups', () => {
    const verdicts = Object.entries(judged('nodes/remote-access', 'alpha')).map(([id, says]) => [id.split('/').at(-2), says]);
    expect(Object.fromEntries(verdicts)).toEqual({
      bastion: `pass: remote access is open to ${built.groups.closed} only`,
      ssh: starting('fail: EKS opened SSH'),
    });
  });

  test('keys that are disabled and about to be deleted', () => {
    const { disabled, dying } = built.keys;
    expect(judged('encryption/key-state', 'alpha')).toEqual({ [disabled]: 'fail: the key is Disabled' });
    expect(judged('encryption/key-state', 'bravo')).toEqual({
      [dying]: starting('fail: the key is PendingDeletion, to be deleted'),
    });
  });

  test('no encryption configuration means something else before Kubernetes 1.28', () => {
    expect(judged('encryption/secrets', 'charlie')).toEqual({
      [arn('charlie')]: starting('fail: Kubernetes 1.27 without a KMS key'),
    });
    expect(judged('encryption/secrets', 'delta')).toEqual({ [arn('delta', ELSEWHERE)]: starting('pass: Kubernetes 1.33') });
  });

  test('the default VPC, where the cluster says its subnets alone', () => {
    const verdicts = report.verdicts.filter(({ check, status }) => check === 'network/default-vpc' && status === 'fail');
    expect(verdicts.map(({ because }) => because)).toEqual(['the default VPC of the Region holds charlie']);
  });

  test('each account by its own role, each Region for itself', () => {
    const places = report.targets.map(({ account, region, cluster }) =>
      [account, region, cluster?.name].filter(Boolean).join(' '),
    );
    expect([...places].sort()).toEqual(
      [
        HOME,
        `${HOME} ${ELSEWHERE}`,
        `${HOME} ${ELSEWHERE} delta`,
        `${HOME} ${REGION}`,
        ...['alpha', 'bravo', 'charlie'].map((name) => `${HOME} ${REGION} ${name}`),
        built.member,
        `${built.member} ${ELSEWHERE}`,
        `${built.member} ${REGION}`,
        `${built.member} ${REGION} echo`,
      ].sort(),
    );
  });
});

describe('what moto lacks is unknown', () => {
  const clusters = ['alpha', 'bravo', 'charlie', 'delta', 'echo'];
  const lack = 'MalformedAnswer: eks:DescribeClusterVersions: answered 404 with text/html, not the eks protocol';

  test('an operation that it does not have, by its name, on every cluster', () => {
    for (const cluster of clusters)
      expect(Object.values(judged('versions/support', cluster))).toEqual([expect.stringContaining(`unknown: ${lack}`)]);
  });

  test('members that EKS always gives', () => {
    expect(judged('api-endpoint/public-access', 'charlie')).toEqual({
      [arn('charlie')]: 'unknown: eks:DescribeCluster gave no resourcesVpcConfig.endpointPublicAccess',
    });
  });

  test('a certificate authority that is none concerns what is read through it', () => {
    for (const { missing } of report.targets.filter(({ kind }) => kind === 'eks')) {
      const lacking = missing.filter(({ why }) => why.includes('certificate authority')).map(({ fact }) => fact);
      expect(lacking).toContain('namespaces');
      expect(lacking.filter((fact) => !needsKubernetes([fact]))).toEqual([]);
    }
    for (const cluster of clusters)
      expect(Object.values(judged('namespaces/default-in-use', cluster))).toEqual([
        starting('unknown: the certificate authority given for .* is not one to 20 certificates in PEM'),
      ]);
  });
});

/** Whether any of these facts is read from a cluster's own API. */
const needsKubernetes = (names: readonly string[]): boolean =>
  [...closure(names, facts)].some((name) => {
    const definition = facts[name as keyof typeof facts];
    return 'reads' in definition && ('kubernetes' in definition.reads || 'kubernetesByDefault' in definition.reads);
  });

describe('the simulated estate, made of what moto answers', () => {
  let estate: RunningEstate;
  beforeAll(async () => {
    estate = await startEstate(await estateOf(built.clients));
  });
  afterAll(() => estate?.close());

  test('is judged as moto is, in all that moto has', async () => {
    const { out } = await scan(estate.url);
    const own = JSON.parse(out) as Report;
    expect(own.run.errors).toEqual([]);
    const comparable = checks.filter((check) => {
      const needs = 'each' in check && check.each !== undefined ? [check.each, ...check.needs] : check.needs;
      return !needsKubernetes(needs) && !closure(needs, facts).has('clusterVersions');
    });
    const ids: ReadonlySet<string> = new Set(comparable.map(({ id }) => id));
    const verdictsOf = ({ verdicts, targets }: Report) =>
      verdicts
        .filter(({ check }) => ids.has(check))
        .map(({ target, ...verdict }) => ({ ...verdict, on: [targets[target]?.account, targets[target]?.cluster?.name] }));
    expect(verdictsOf(own)).toEqual(verdictsOf(report));
    expect(verdictsOf(own).length).toBeGreaterThan(20);
  });
});
