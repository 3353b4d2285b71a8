import { describe, expect, it } from 'vitest';
import { cluster, list, nodeGroup, settings } from '../../shared/checks/base.ts';
import { type Check, check, fail, notApplicable, pass, suppose } from '../../shared/checks/check.ts';
import { derivation } from '../../shared/derive/derive.ts';
import { evaluate } from '../../shared/engine/evaluate.ts';
import { verdictId } from '../../shared/engine/identity.ts';
import { type Subject, scopeOf } from '../../shared/engine/subject.ts';
import type { Target } from '../../shared/engine/verdict.ts';
import { unknown } from '../../shared/facts/fact.ts';
import type { FactsOfTarget } from '../../shared/facts/index.ts';

const target: Subject['target'] = {
  kind: 'eks',
  partition: 'aws',
  account: '111122223333',
  region: 'eu-central-1',
  cluster: { name: 'shop', arn: 'arn:shop', version: '1.34' },
};
const self = { type: 'cluster', id: 'arn:shop', name: 'shop' };
const words = { title: 'T', severity: 'high', scope: 'cluster', why: 'W', fix: { text: 'F' } } as const;
const denied = unknown('AccessDenied: eks:ListNodegroups', 'eks:ListNodegroups');

/** A check of the cluster's public endpoint, and one of each node group's status. */
const ofTarget = check({
  ...words,
  id: 'a/target',
  needs: ['cluster'],
  judge: ({ cluster }) =>
    cluster.endpointPublicAccess ? fail('public', [{ kind: 'cluster', id: cluster.arn, says: 'on' }]) : pass('private'),
});
const ofEach = check({
  ...words,
  id: 'b/each',
  each: 'nodeGroups',
  needs: [],
  judge: (group) => (group.status === 'ACTIVE' ? pass('active') : fail('not active', [], { severity: 'low' })),
});

const run = (
  facts: FactsOfTarget,
  checks: readonly Check[],
  rest: Partial<Subject> = {},
  derivations = [] as Parameters<typeof evaluate>[2],
) => evaluate({ target, facts, ...rest }, checks, derivations);
const known = <T>(value: T) => ({ known: true as const, value });
const group = (name: string, members: Partial<typeof nodeGroup> = {}) => ({
  ...nodeGroup,
  name,
  arn: `arn:${name}`,
  ...members,
});
const said = ({ verdicts }: ReturnType<typeof run>) =>
  verdicts.map(({ resource, status, because }) => [resource.id, status, because]);

describe('a verdict', () => {
  it('is what the check concludes, with its identity', () => {
    const {
      verdicts,
      target: judged,
      errors,
      schema,
    } = run({ cluster: known({ ...cluster, endpointPublicAccess: true }) }, [ofTarget]);
    expect(schema).toBe('postern/result@1');
    expect(errors).toEqual([]);
    expect(judged).toEqual({ ...target, status: 'complete', missing: [] });
    expect(verdicts).toEqual([
      {
        id: verdictId(target as Target, 'a/target', self),
        check: 'a/target',
        status: 'fail',
        severity: 'high',
        resource: self,
        because: 'public',
        evidence: [{ kind: 'cluster', id: cluster.arn, says: 'on' }],
      },
    ]);
  });

  it('has no evidence where it is not applicable', () => {
    const never = check({ ...words, id: 'a/never', needs: [], judge: () => notApplicable('not here') });
    expect(run({}, [never]).verdicts).toMatchObject([
      { status: 'not-applicable', because: 'not here', evidence: [], severity: 'high' },
    ]);
  });

  it.each([
    ['low', 'low'],
    ['high', 'high'],
    ['critical', 'high'],
    [undefined, 'high'],
  ] as const)('may have its severity lowered, never raised: %s', (asked, given) => {
    const options = asked === undefined ? {} : { severity: asked };
    const failing = check({ ...words, id: 'a/b', needs: [], judge: () => fail('no', [], options) });
    expect(run({}, [failing]).verdicts[0]?.severity).toBe(given);
  });
});

describe('unknown', () => {
  it('is said where a fact is not there, with what to grant', () => {
    const { verdicts, target } = run({ cluster: denied }, [ofTarget]);
    expect(verdicts).toMatchObject([
      {
        status: 'unknown',
        because: 'AccessDenied: eks:ListNodegroups (eks:ListNodegroups)',
        evidence: [],
        severity: 'high',
        resource: self,
      },
    ]);
    expect(target).toMatchObject({ status: 'partial', missing: [{ fact: 'cluster', ...plain(denied) }] });
  });

  it('is said where nobody collected a fact', () => {
    expect(said(run({}, [ofTarget]))).toEqual([['arn:shop', 'unknown', 'the fact cluster was not collected']]);
  });

  it('is said where a member is read that is unknown, and names its fact', () => {
    const { verdicts, target } = run(
      { cluster: known({ ...cluster, endpointPublicAccess: denied }), settings: known(settings) },
      [
        check({
          ...words,
          id: 'a/b',
          needs: ['settings', 'cluster'],
          judge: ({ cluster }) => pass(`${cluster.endpointPublicAccess}`),
        }),
      ],
    );
    expect(verdicts).toMatchObject([{ status: 'unknown', because: 'AccessDenied: eks:ListNodegroups (eks:ListNodegroups)' }]);
    expect(target.missing).toEqual([{ fact: 'cluster', ...plain(denied) }]);
  });

  it('shows what the check supposes of it, and a defect in between is one as ever', () => {
    const evidence = [{ kind: 'cluster', id: cluster.arn, says: 'open' }];
    const supposing = (shown: () => typeof evidence) =>
      check({
        ...words,
        id: 'a/b',
        needs: ['cluster'],
        judge: ({ cluster }) => {
          suppose(() => cluster.endpointPublicAccess as true, shown);
          return pass('private');
        },
      });
    const facts = { cluster: known({ ...cluster, endpointPublicAccess: denied }) };
    const { verdicts, target, errors } = run(facts, [supposing(() => evidence)]);
    expect(verdicts).toMatchObject([
      { status: 'unknown', because: 'AccessDenied: eks:ListNodegroups (eks:ListNodegroups)', evidence },
    ]);
    expect(target.missing).toEqual([{ fact: 'cluster', ...plain(denied) }]);
    expect(errors).toEqual([]);
    const defect = supposing(() => {
      throw new Error('lost');
    });
    expect(run(facts, [defect])).toMatchObject({
      errors: [{ message: 'lost' }],
      verdicts: [{ status: 'unknown', evidence: [] }],
    });
  });

  it('is not said for a member that is not read', () => {
    expect(said(run({ cluster: known({ ...cluster, version: denied }) }, [ofTarget]))).toEqual([
      ['arn:shop', 'pass', 'private'],
    ]);
  });

  it('is said once for a list of which an item is missing, where the whole list is needed', () => {
    const all = check({
      ...words,
      id: 'a/all',
      needs: ['nodeGroups'],
      judge: ({ nodeGroups }) => pass(`${nodeGroups.length}`),
    });
    expect(said(run({ nodeGroups: list([group('x')]) }, [all]))).toEqual([['arn:shop', 'pass', '1']]);
    const { verdicts, target } = run({ nodeGroups: list([group('x')], [{ id: 'arn:y', ...plain(denied) }]) }, [all]);
    expect(verdicts).toMatchObject([{ status: 'unknown', resource: self }]);
    expect(target.missing).toEqual([{ fact: 'nodeGroups', item: 'arn:y', ...plain(denied) }]);
  });

  it('gives three reasons at most, each once', () => {
    const needs = ['cluster', 'nodeGroups', 'settings', 'clock', 'instances'] as const;
    const many = check({ ...words, id: 'a/many', needs: [...needs], judge: () => pass('') });
    const because = (whys: readonly string[]) => {
      const facts = Object.fromEntries(needs.map((name, index) => [name, unknown(whys[index] ?? '')]));
      return run(facts, [many]).verdicts[0]?.because;
    };
    expect(because(['a', 'b', 'c', 'c', 'a'])).toBe('a; b; c');
    expect(because(['a', 'b', 'c', 'd', 'e'])).toBe('a; b; c; and 2 more');
  });
});

describe('a check of each item', () => {
  it('judges each, and says unknown for what is missing', () => {
    const nodeGroups = list([group('x'), group('w', { status: 'DEGRADED' })], [{ id: 'arn:y', ...plain(denied) }]);
    const result = run({ nodeGroups }, [ofEach]);
    expect(said(result)).toEqual([
      ['arn:w', 'fail', 'not active'],
      ['arn:x', 'pass', 'active'],
      ['arn:y', 'unknown', 'AccessDenied: eks:ListNodegroups (eks:ListNodegroups)'],
    ]);
    expect(result.verdicts.map(({ resource }) => resource)).toEqual([
      { type: 'node-group', id: 'arn:w', name: 'w' },
      { type: 'node-group', id: 'arn:x', name: 'x' },
      { type: 'node-group', id: 'arn:y' },
    ]);
    expect(result.verdicts[0]?.severity).toBe('low');
    expect(result.target.missing).toEqual([{ fact: 'nodeGroups', item: 'arn:y', ...plain(denied) }]);
  });

  it('names the item of which a member is unknown, and judges the others', () => {
    const result = run({ nodeGroups: list([group('x', { status: denied }), group('y')]) }, [ofEach]);
    expect(said(result).map(([id, status]) => [id, status])).toEqual([
      ['arn:x', 'unknown'],
      ['arn:y', 'pass'],
    ]);
    expect(result.target.missing).toEqual([{ fact: 'nodeGroups', item: 'arn:x', ...plain(denied) }]);
  });

  it('names the other fact where that is what is unknown', () => {
    const joined = check({
      ...words,
      id: 'b/joined',
      each: 'nodeGroups',
      needs: ['cluster'],
      judge: (_, { cluster }) => pass(cluster.version),
    });
    const result = run({ nodeGroups: list([group('x')]), cluster: known({ ...cluster, version: denied }) }, [joined]);
    expect(result.target.missing).toEqual([{ fact: 'cluster', ...plain(denied) }]);
    expect(said(run({ nodeGroups: list([group('x')]), cluster: known(cluster) }, [joined]))).toEqual([
      ['arn:x', 'pass', '1.34'],
    ]);
  });

  it('says unknown once where the list, or another fact that it needs, is not there', () => {
    const joined = check({ ...words, id: 'b/joined', each: 'nodeGroups', needs: ['cluster'], judge: () => pass('') });
    expect(said(run({ nodeGroups: denied }, [ofEach]))).toEqual([
      ['arn:shop', 'unknown', 'AccessDenied: eks:ListNodegroups (eks:ListNodegroups)'],
    ]);
    expect(said(run({ nodeGroups: list([group('x'), group('y')]), cluster: denied }, [joined]))).toHaveLength(1);
  });

  it('is not applicable where there is none, and unknown where the only one is missing', () => {
    expect(said(run({ nodeGroups: list([]) }, [ofEach]))).toEqual([
      ['arn:shop', 'not-applicable', 'this cluster has no managed node group'],
    ]);
    expect(said(run({ nodeGroups: list([], [{ id: 'arn:y', why: 'w' }]) }, [ofEach]))).toEqual([['arn:y', 'unknown', 'w']]);
  });

  it('gives a resource that is named twice the worse of its verdicts', () => {
    const twice = (...statuses: readonly (string | typeof denied)[]) =>
      said(run({ nodeGroups: list(statuses.map((status) => group('x', { status }))) }, [ofEach])).map(([, status]) => status);
    expect(twice('ACTIVE', 'DEGRADED')).toEqual(['fail']);
    expect(twice('DEGRADED', 'ACTIVE')).toEqual(['fail']);
    expect(twice('ACTIVE', denied)).toEqual(['unknown']);
    expect(twice(denied, 'DEGRADED')).toEqual(['fail']);
    const graded = check({
      ...words,
      id: 'b/graded',
      each: 'nodeGroups',
      needs: [],
      judge: ({ status }) => fail(status, [], { severity: status === 'LOW' ? 'low' : 'high' }),
    });
    const severity = (...statuses: readonly string[]) =>
      run({ nodeGroups: list(statuses.map((status) => group('x', { status }))) }, [graded]).verdicts.map(
        (verdict) => verdict.severity,
      );
    expect(severity('LOW', 'HIGH')).toEqual(['high']);
    expect(severity('HIGH', 'LOW')).toEqual(['high']);
    const texts = check({ ...words, id: 'b/t', each: 'nodeGroups', needs: [], judge: ({ status }) => fail(status) });
    for (const [one, other] of [
      ['A', 'B'],
      ['B', 'A'],
    ] as const)
      expect(said(run({ nodeGroups: list([group('x', { status: one }), group('x', { status: other })]) }, [texts]))).toEqual([
        ['arn:x', 'fail', 'A'],
      ]);
    const excused = check({
      ...words,
      id: 'b/n',
      each: 'nodeGroups',
      needs: [],
      judge: ({ status }) => (status === 'A' ? pass('') : notApplicable('')),
    });
    const facts = (...statuses: readonly string[]) => ({ nodeGroups: list(statuses.map((status) => group('x', { status }))) });
    expect(said(run(facts('B', 'A'), [excused])).map(([, status]) => status)).toEqual(['pass']);
  });
});

describe('a check that throws', () => {
  const broken = check({
    ...words,
    id: 'a/broken',
    needs: [],
    judge: () => {
      throw new TypeError('x is not a function');
    },
  });

  it('is unknown and our fault, and others are judged', () => {
    const { verdicts, errors, target } = run({ cluster: known(cluster) }, [broken, ofTarget]);
    expect(verdicts.map(({ check, status, because }) => [check, status, because])).toEqual([
      ['a/broken', 'unknown', 'Postern failed in this check (report this as a defect of Postern)'],
      ['a/target', 'pass', 'private'],
    ]);
    expect(errors).toEqual([{ check: 'a/broken', target: '111122223333/eu-central-1/shop', message: 'x is not a function' }]);
    expect(target.status).toBe('partial');
    expect(target.missing).toEqual([
      { fact: 'a/broken', why: 'Postern failed in this check', action: 'report this as a defect of Postern' },
    ]);
  });

  it('is reported whatever it throws, after what failed earlier', () => {
    const rude = check({
      ...words,
      id: 'a/rude',
      needs: [],
      judge: () => {
        throw 'no reason';
      },
    });
    const earlier = { check: 'fact keys', target: 't', message: 'm' };
    expect(run({}, [rude], { errors: [earlier] }).errors).toEqual([
      earlier,
      { check: 'a/rude', target: '111122223333/eu-central-1/shop', message: 'no reason' },
    ]);
  });
});

describe('derivations', () => {
  const vpcs = check({ ...words, id: 'r/vpcs', scope: 'region', each: 'clusterVpcs', needs: [], judge: ({ id }) => pass(id) });
  const region: Partial<Subject> = { target: { kind: 'region', partition: 'aws', account: '1', region: 'eu-central-1' } };

  it('run for what the checks ask for, and only then', () => {
    let ran = 0;
    const counting = derivation('clusterVpcs', () => {
      ran += 1;
      return { known: true, items: [{ id: 'vpc-a', isDefault: false, clusters: [] }], missing: [] };
    });
    expect(said(run({}, [vpcs], region, [counting]))).toEqual([['vpc-a', 'pass', 'vpc-a']]);
    expect(ran).toBe(1);
    run({}, [ofTarget], {}, [counting]);
    run({}, [vpcs], {}, [counting]);
    run({ clusterVpcs: list([]) }, [vpcs], region, [counting]);
    run({}, [vpcs], { ...region, ended: { status: 'failed', cause: { fact: 'x', why: 'y' } } }, [counting]);
    expect(ran).toBe(1);
  });

  it('that throw are our fault', () => {
    const broken = derivation('clusterVpcs', () => {
      throw new Error('boom');
    });
    const { verdicts, errors } = run({}, [vpcs], region, [broken]);
    expect(verdicts).toMatchObject([
      { status: 'unknown', because: 'Postern failed to derive clusterVpcs (report this as a defect of Postern)' },
    ]);
    expect(errors).toEqual([{ check: 'fact clusterVpcs', target: '1/eu-central-1', message: 'boom' }]);
  });
});

describe('a target that ended early', () => {
  const cause = { fact: 'clusters', item: 'arn:shop', why: 'AccessDenied', action: 'eks:DescribeCluster' };

  it('failed: every check of its scope is unknown', () => {
    const { verdicts, target } = run({ cluster: known(cluster) }, [ofTarget, ofEach], { ended: { status: 'failed', cause } });
    expect(verdicts.map(({ check, status, because, resource }) => [check, status, because, resource])).toEqual([
      ['a/target', 'unknown', 'AccessDenied (eks:DescribeCluster)', self],
      ['b/each', 'unknown', 'AccessDenied (eks:DescribeCluster)', self],
    ]);
    expect(target).toMatchObject({ status: 'failed', missing: [cause] });
  });

  it.each(['skipped', 'gone'] as const)('%s: nothing is judged, and it says why', (status) => {
    const result = run({ cluster: denied }, [ofTarget, ofEach], { ended: { status, cause } });
    expect(result.verdicts).toEqual([]);
    expect(result.target).toMatchObject({ status, missing: [cause] });
  });
});

it('a target that holds nothing to judge has no applicable check', () => {
  const result = run({}, [ofTarget, ofEach], { notApplicable: 'no cluster in this Region' });
  expect(said(result)).toEqual([
    ['arn:shop', 'not-applicable', 'no cluster in this Region'],
    ['arn:shop', 'not-applicable', 'no cluster in this Region'],
  ]);
  expect(result.target).toMatchObject({ status: 'complete', missing: [] });
});

describe('scope', () => {
  const of = (scope: 'account' | 'region' | 'cluster') =>
    check({ ...words, id: `s/${scope}`, scope, needs: [], judge: () => pass('') });
  const checks = [of('cluster'), of('region'), of('account')];

  it.each([
    ['account', 's/account', 'account', '1'],
    ['region', 's/region', 'region', 'r'],
    ['eks', 's/cluster', 'cluster', 'arn:c'],
    ['kubernetes', 's/cluster', 'cluster', 'arn:c'],
    ['files', 's/cluster', 'cluster', 'arn:c'],
  ] as const)('of a target that is an %s', (kind, expected, type, id) => {
    const place = { account: '1', ...(kind === 'account' ? {} : { region: 'r' }) };
    const own = kind === 'account' || kind === 'region' ? {} : { cluster: { name: 'c', arn: 'arn:c', version: '1' } };
    const { verdicts } = run({}, checks, { target: { kind, partition: 'aws', ...place, ...own } });
    expect(verdicts.map(({ check, resource }) => [check, resource.type, resource.id])).toEqual([[expected, type, id]]);
    expect(scopeOf({ kind })).toBe(type);
  });

  it('names a cluster by its ARN, else its server, else its name', () => {
    const id = (given: object) =>
      run({}, [of('cluster')], {
        target: { kind: 'kubernetes', partition: 'aws', cluster: { name: 'n', version: '1', ...given } },
      }).verdicts[0]?.resource;
    expect(id({ arn: 'a', server: 's' })).toEqual({ type: 'cluster', id: 'a', name: 'n' });
    expect(id({ server: 's' })).toEqual({ type: 'cluster', id: 's', name: 'n' });
    expect(id({})).toEqual({ type: 'cluster', id: 'n', name: 'n' });
    expect(run({}, [of('account')], { target: { kind: 'account', partition: 'aws' } }).verdicts[0]?.resource).toEqual({
      type: 'account',
      id: '',
    });
  });
});

describe('what a target lacks', () => {
  it('is said of facts of its own scope even where no check asks for them', () => {
    const facts: FactsOfTarget = {
      nodeGroups: list([], [{ id: 'arn:y', why: 'w' }]),
      namespaces: unknown('no path'),
      clusters: denied,
      clock: unknown('no clock'),
    };
    expect(run(facts, []).target.missing).toEqual([
      { fact: 'namespaces', why: 'no path' },
      { fact: 'nodeGroups', item: 'arn:y', why: 'w' },
    ]);
    expect(run({ nodeGroups: list([group('x')]), cluster: known(cluster) }, []).target.status).toBe('complete');
  });

  it('is said of the fact before its items', () => {
    const whole = check({
      ...words,
      id: 'z/whole',
      needs: ['nodeGroups'],
      judge: ({ nodeGroups }) => pass(nodeGroups[0]?.status ?? ''),
    });
    expect(run({ nodeGroups: list([group('x', { status: denied })]) }, [ofEach, whole]).target.missing).toEqual([
      { fact: 'nodeGroups', ...plain(denied) },
      { fact: 'nodeGroups', item: 'arn:x', ...plain(denied) },
    ]);
  });

  it('is said once, in order', () => {
    const facts: FactsOfTarget = {
      nodeGroups: list(
        [],
        [
          { id: 'z', why: 'w' },
          { id: 'a', why: 'w' },
          { id: 'a', why: 'v' },
          { id: 'a', why: 'w' },
        ],
      ),
      namespaces: unknown('n'),
    };
    expect(run(facts, [ofEach]).target.missing).toEqual([
      { fact: 'namespaces', why: 'n' },
      { fact: 'nodeGroups', item: 'a', why: 'v' },
      { fact: 'nodeGroups', item: 'a', why: 'w' },
      { fact: 'nodeGroups', item: 'z', why: 'w' },
    ]);
  });
});

it('is the same, byte for byte, whatever the order of checks, facts and items', () => {
  const groups = [group('x'), group('w', { status: 'DEGRADED' }), group('v', { status: denied })];
  const facts = { nodeGroups: list(groups, [{ id: 'arn:a', why: 'w' }]), cluster: known(cluster), namespaces: denied };
  const turned = {
    namespaces: denied,
    cluster: known(cluster),
    nodeGroups: list([...groups].reverse(), [{ id: 'arn:a', why: 'w' }]),
  };
  const expected = JSON.stringify(run(facts, [ofTarget, ofEach]));
  expect(JSON.stringify(run(turned, [ofEach, ofTarget]))).toBe(expected);
  expect(JSON.stringify(run(facts, [ofTarget, ofEach]))).toBe(expected);
});

function plain({ why, action }: { readonly why: string; readonly action?: string }) {
  return action === undefined ? { why } : { why, action };
}
