import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextWith, podWith } from '../../shared/checks/base-workloads.ts';
import { gives } from '../../shared/checks/capability.ts';
import { Supposed } from '../../shared/checks/check.ts';
import { cleaned, holdsRuntimeSocket, pathPower } from '../../shared/checks/host-path.ts';
import { judging, type Offence, type PodSpec, type Workload } from '../../shared/checks/specs.ts';

const workload = (specs: Workload['specs'], members: Partial<Workload> = {}): Workload => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'web',
  platform: false,
  pods: 2,
  ...members,
  specs,
});
const [clean, bad, worse] = [podWith([contextWith({})]), podWith([contextWith({ runAsUser: 0 })]), podWith([])];
const template = (spec: PodSpec) => ({ of: 'template' as const, labels: {}, spec });
const pods = (spec: PodSpec, names: string[], count = names.length) => ({ of: { pods: names, count }, labels: {}, spec });

/** Objects to two of the specifications, to each with its own severity. */
const offences = (spec: PodSpec): readonly Offence[] =>
  spec === bad ? [{ says: 'bad', severity: 'medium' }] : spec === worse ? [{ says: 'worse' }] : [];
const judge = judging({ severity: 'high', passes: 'fine', offences });

describe('a workload by its specifications', () => {
  it('says nothing of where, where all have it', () => {
    expect(judge(workload([template(bad)]))).toMatchObject({ because: 'bad', severity: 'medium' });
    expect(judge(workload([pods(bad, ['a', 'b'])], { kind: 'Rollout' }))).toMatchObject({ because: 'bad' });
    expect(judge(workload([template(bad), pods(clean, ['a'])]))).toMatchObject({ because: 'bad' });
    expect(judge(workload([template(bad)], { pods: 0 }))).toMatchObject({ because: 'bad' });
  });

  it('names the pods that differ, and says so where a template has none', () => {
    const mixed = workload([pods(clean, ['a', 'b', 'c'], 7), pods(bad, ['d', 'e', 'f'], 5)], { kind: 'Rollout', pods: 12 });
    expect(judge(mixed)).toMatchObject({ because: 'bad (pods d, e, f and 2 more)' });
    expect(judge(workload([template(clean), pods(bad, ['d'])]))).toMatchObject({
      because: 'bad (not in the template: pod d)',
      evidence: [{ kind: 'pod', id: 'Pod/shop/d' }],
    });
    expect(judge(workload([template(bad), pods(clean, ['a', 'b'])]))).toMatchObject({
      because: 'bad (in the template, and in none of its pods yet)',
      evidence: [{ kind: 'workload', id: 'Deployment/shop/web' }],
    });
  });

  it('puts the worst first, and takes its severity', () => {
    const judgement = judge(workload([template(bad), pods(worse, ['a'])]));
    expect(judgement).toMatchObject({ because: 'worse (not in the template: pod a); bad' });
    expect(judgement).not.toHaveProperty('severity');
  });

  it('lets no sum over many pods and specifications grow what is said', () => {
    const containers = Array.from({ length: 1000 }, (_, index) => ({ ...contextWith({}), name: `c-${index}` }));
    const one = podWith(containers);
    const each = judging({
      severity: 'high',
      passes: 'fine',
      offences: (spec) => spec.containers.map((container, index) => ({ container, says: `offence ${index}` })),
    })(workload([template(one)]));
    expect(each).toMatchObject({
      because: 'container c-0: offence 0; container c-1: offence 1; container c-2: offence 2; and 997 more',
    });
    expect('evidence' in each && each.evidence.length).toBe(21);
    const same = judging({
      severity: 'high',
      passes: 'fine',
      offences: (spec) => spec.containers.map((container) => ({ container, says: 'the same' })),
    })(workload([template(one)]));
    expect(same).toMatchObject({ because: 'containers c-0, c-1, c-2 and 997 more: the same' });
  });

  it('shows twenty offences, and how many more there are', () => {
    const evidenceOf = (count: number) => {
      const many = Array.from({ length: count }, (_, index) => ({ says: `offence ${index}` }));
      const judgement = judging({ severity: 'high', passes: 'fine', offences: () => many })(workload([template(clean)]));
      return 'evidence' in judgement ? judgement.evidence.map(({ says }) => says) : [];
    };
    expect(evidenceOf(20)).toHaveLength(20);
    expect(evidenceOf(20).at(-1)).toBe('offence 19');
    expect(evidenceOf(22)).toHaveLength(21);
    expect(evidenceOf(22).at(-1)).toBe('and 2 more');
  });

  it('ends where a pod was not read, unless nothing could be worse', () => {
    const unread = (specs: Workload['specs'], members: Partial<Workload> = {}) =>
      Object.defineProperty(workload(specs, members), 'whole', {
        get: () => {
          throw new Error('pods were not read');
        },
      });
    expect(() => judge(unread([template(clean)]))).toThrow('pods were not read');
    expect(() => judge(unread([]))).toThrow('pods were not read');
    expect(() => judge(unread([template(bad)]))).toThrow(Supposed);
    expect(judge(unread([template(worse)]))).toMatchObject({ status: 'fail' });
    expect(judge(unread([template(bad)], { platform: true }))).toMatchObject({ status: 'fail', severity: 'low' });
  });

  it('has nothing to say of a workload without a specification', () => {
    expect(judge(workload([]))).toEqual({ status: 'not-applicable', because: 'it has neither a template nor a pod' });
  });
});

describe('what a capability gives', () => {
  const spec = podWith([contextWith({})]);
  it.each([
    ['high', 'ALL BPF DAC_READ_SEARCH MAC_ADMIN MAC_OVERRIDE SYS_ADMIN SYS_BOOT SYS_MODULE SYS_RAWIO cap_sys_admin'],
    ['medium', 'AUDIT_CONTROL CHECKPOINT_RESTORE NET_ADMIN PERFMON SYSLOG SYS_PTRACE SYS_TIME LEASE constructor'],
    ['low', 'NET_RAW chown CAP_KILL'],
  ])('%s: %s', (severity, names) => {
    for (const name of names.split(' ')) expect([name, gives(name, spec).severity]).toEqual([name, severity]);
  });

  it('is more in the namespaces of the node', () => {
    expect(gives('SYS_PTRACE', { ...spec, hostPID: true }).severity).toBe('high');
    expect(gives('SYS_PTRACE', { ...spec, hostNetwork: true }).severity).toBe('medium');
    expect(gives('NET_ADMIN', { ...spec, hostNetwork: true }).severity).toBe('high');
    expect(gives('NET_ADMIN', { ...spec, hostPID: true }).severity).toBe('medium');
  });
});

describe('paths of the node', () => {
  it.each([
    ['/', '/'],
    ['//', '/'],
    ['etc', '/etc'],
    ['/etc/', '/etc'],
    ['/var/run/docker.sock', '/run/docker.sock'],
    ['/var/./run', '/run'],
    ['/var/runs', '/var/runs'],
    ['/srv/var/run', '/srv/var/run'],
    ['/../../etc', '/etc'],
    ['/var/lib/../run/x/..', '/run'],
    ['C:\\', '/'],
    ['c:/ProgramData', '/programdata'],
    ['\\\\.\\pipe\\docker_engine', '//./pipe/docker_engine'],
    ['', '/'],
  ])('%s is %s', (path, expected) => {
    expect(cleaned(path)).toBe(expected);
  });

  const element = fc.constantFrom(
    'etc',
    'var',
    'run',
    'lib',
    'kubelet',
    'log',
    'srv',
    'docker.sock',
    'containerd',
    '.',
    '..',
    '',
  );
  const anyPath = fc.array(element, { maxLength: 8 }).map((elements) => `/${elements.join('/')}`);

  it('cleaning ends: a clean path is itself, and has no way back', () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        const clean = cleaned(path);
        expect(cleaned(clean)).toBe(clean);
        expect(clean).toMatch(/^\/(?:(?!\.{1,2}(?:\/|$))[^/]+(?:\/(?!\.{1,2}(?:\/|$))[^/]+)*)?$/);
      }),
      { numRuns: 200 },
    );
  });

  it('a path above another gives at least what that one gives', () => {
    const ranks = ['low', 'medium', 'high', 'critical'];
    fc.assert(
      fc.property(anyPath, element, fc.boolean(), (path, below, readOnly) => {
        const [above, within] = [cleaned(path), cleaned(`${path}/${below === '..' ? '' : below}`)];
        const power = (one: string) => ranks.indexOf(pathPower(one, readOnly).severity);
        // What lies below /var/run is seen through a link, and not from /var.
        if (within.startsWith('/run') && !above.startsWith('/run')) return;
        if (within !== '/var/lib/kubelet') expect(power(above)).toBeGreaterThanOrEqual(power(within));
        if (holdsRuntimeSocket(within) !== undefined) expect(holdsRuntimeSocket(above)).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });
});
