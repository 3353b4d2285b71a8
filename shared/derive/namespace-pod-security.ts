import { isUnknown, type Missing } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { workloads as definition } from '../facts/workloads.ts';
import { derivation } from './derive.ts';
import { podSecurityOf } from './pod-security/labels.ts';
import { laterControls } from './pod-security/later.ts';
import type { Policy, PolicyVersion } from './pod-security/policy.ts';
import { newestOf, printed, refusals } from './pod-security/refusals.ts';

type Item = Stored<'namespacePodSecurity'>;
type Workload = Stored<'workloads'>;

const mostNamed = 10;

/**
 * Each namespace with what its labels ask for, and which of its workloads one level more would refuse. What is not known of workloads takes
 * nothing away from what the labels say: it is told beside it.
 */
export const namespacePodSecurity = derivation(
  'namespacePodSecurity',
  ({ namespaces, workloads, settings, kubernetesVersion }): Fact<'namespacePodSecurity'> => {
    if (!namespaces.known) return namespaces;
    const newest = newestOf(kubernetesVersion);
    const platform = new Set(settings.platformNamespaces);
    const own = Map.groupBy(workloads.known ? workloads.items : [], ({ namespace }) => namespace);
    const items: Item[] = [];
    const missing: Missing[] = [...namespaces.missing];
    for (const { name, labels, phase } of namespaces.items) {
      if (isUnknown(labels)) {
        const { why, action } = labels;
        missing.push({ id: name, why, ...(action === undefined ? {} : { action }) });
        continue;
      }
      items.push({
        name,
        platform: platform.has(name),
        terminating: phase === 'Terminating',
        ...policiesOf(labels, newest),
        ...aboveOf(podSecurityOf(labels).enforce, own.get(name) ?? [], newest),
        ...unreadOf(name, workloads),
      });
    }
    return { known: true, items, missing };
  },
);

function policiesOf(labels: Readonly<Record<string, string>>, newest: PolicyVersion) {
  const { enforce, audit, warn, given, invalid } = podSecurityOf(labels);
  const inWords = ({ level, version }: Policy) => ({ level, version: printed(version) });
  return {
    enforce: inWords(enforce),
    audit: inWords(audit),
    warn: inWords(warn),
    given: [...given],
    invalid: [...invalid],
    later: [...laterControls(enforce, newest)],
  };
}

/** The next level at the latest version: the one to move to. */
function aboveOf({ level }: Policy, own: readonly Workload[], newest: PolicyVersion): Pick<Item, 'above' | 'workloads'> {
  if (level === 'restricted') return { workloads: own.length };
  const next = level === 'privileged' ? 'baseline' : 'restricted';
  const refused = own.flatMap((workload) => {
    const found = refusals(workload.specs, { level: next, version: 'latest' }, newest);
    const controls = [...new Set(found.flatMap((one) => one.refused.map(({ control }) => control)))];
    return controls.length === 0 ? [] : [{ id: definition.id(workload).id, controls }];
  });
  return { workloads: own.length, above: { level: next, refused: refused.slice(0, mostNamed), count: refused.length } };
}

/** Why workloads of a namespace may be unknown: an id of another namespace's object says nothing of this one. */
function unreadOf(name: string, workloads: Fact<'workloads'>): Pick<Item, 'unread'> {
  if (!workloads.known) return { unread: workloads.why };
  const unread = workloads.missing.find(({ id }) => {
    const [, namespace, rest] = id.split('/');
    return rest === undefined || namespace === name;
  });
  return unread === undefined ? {} : { unread: unread.why };
}
