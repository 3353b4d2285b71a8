import type { Item } from '../../facts/index.ts';
import { check, fail, type Judgement, notApplicable, pass, type Severity } from '../check.ts';
import { count, listed, quoted } from '../words.ts';

type Namespace = Item<'namespacePodSecurity'>;

/**
 * Labels `pod-security.kubernetes.io/enforce`, `audit` and `warn` of a namespace, as the API server's admission reads them. Without `enforce`
 * its own configuration decides, which no API shows, and which is `privileged` unless somebody wrote one. What another admission
 * controller refuses (Kyverno, Gatekeeper, a ValidatingAdmissionPolicy) is not looked at.
 */
export default check({
  id: 'namespaces/pod-security',
  title: 'Every namespace enforces a Pod Security Standard',
  severity: 'medium',
  scope: 'cluster',
  why: 'Where nothing is enforced, whoever may create a pod in the namespace, or steals the token of what may, asks for a privileged one and owns the node.',
  fix: {
    text: 'Label the namespace with the highest level that refuses nothing that has to run there, warn of the next one, and leave the version to latest.',
    kubectl:
      'kubectl label namespace NAME pod-security.kubernetes.io/enforce=baseline pod-security.kubernetes.io/warn=restricted',
  },
  each: 'namespacePodSecurity',
  needs: [],
  judge: (namespace) => {
    if (namespace.terminating) return notApplicable('it is being deleted');
    const { enforce, given, platform, name } = namespace;
    if (enforce.level !== 'privileged') return enforced(namespace);
    if (platform)
      return notApplicable(`${name} is a platform namespace, and enforces nothing: what it runs is judged by itself`);
    const says = given.includes('enforce')
      ? 'enforce: privileged, which admits everything'
      : 'no label enforce: everything is admitted, unless the API server is configured otherwise';
    // Nobody is there to take advantage of it yet, as far as everything was read.
    const severity: Severity = namespace.workloads === 0 && namespace.unread === undefined ? 'low' : 'medium';
    return failing(namespace, says, severity);
  },
});

function enforced(namespace: Namespace): Judgement {
  const { enforce, invalid, later } = namespace;
  const says = `enforce: ${enforce.level}, version ${enforce.version}`;
  const [first] = invalid;
  if (first !== undefined)
    return failing(namespace, `${first.label}: ${quoted(first.value)} is no value that the admission reads; ${says}`, 'low');
  if (later.length > 0) return failing(namespace, `${says}, which lacks ${listed(later)}`, 'low');
  return pass(`${says}${aboveSays(namespace)}`, [quotedLabels(namespace)]);
}

function failing(namespace: Namespace, says: string, severity: Severity): Judgement {
  const refused = namespace.above?.refused ?? [];
  const evidence = [
    quotedLabels(namespace),
    ...refused.map(({ id, controls }) => ({
      kind: 'workload',
      id,
      says: `${namespace.above?.level} would refuse it: ${listed(controls)}`,
    })),
  ];
  return fail(`${says}${aboveSays(namespace)}`, evidence, severity === 'medium' ? {} : { severity });
}

/** What would break one level up, as far as the workloads are known. */
function aboveSays({ above, workloads, unread }: Namespace): string {
  if (above === undefined) return '';
  const { level, refused, count: all } = above;
  const rest = unread === undefined ? '' : `; not all of its workloads are known: ${unread}`;
  if (workloads === 0) return unread === undefined ? '; nothing runs there' : rest;
  if (all === 0) return `; ${level} would refuse nothing of what runs there${rest}`;
  const [first] = refused;
  const others = all > 1 ? ` and ${count(all - 1, 'other workload', 'other workloads')}` : '';
  return `; ${level} would refuse ${first?.id} (${listed(first?.controls ?? [], 3)})${others}${rest}`;
}

function quotedLabels({ name, enforce, audit, warn, given, invalid }: Namespace) {
  const modes = Object.entries({ enforce, audit, warn })
    .filter(([mode]) => given.some((one) => one === mode))
    .map(([mode, { level, version }]) => `${mode} ${level}, version ${version}`);
  const unread = invalid.map(({ label, value }) => `${label}: ${quoted(value)}`);
  return { kind: 'namespace', id: name, says: [...modes, ...unread].join('; ') || 'no label of pod-security.kubernetes.io' };
}
