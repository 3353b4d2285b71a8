import { isUnknown, type Missing, type Unknown } from '../facts/fact.ts';
import type { Fact, Stored } from '../facts/index.ts';
import { workloads as definition } from '../facts/workloads.ts';
import { derivation } from './derive.ts';
import { type Mode, podSecurityOf } from './pod-security/labels.ts';
import { levelOf, type PolicyVersion, versionOf } from './pod-security/policy.ts';
import { newestOf, printed, refusals } from './pod-security/refusals.ts';

type Workload = Stored<'workloads'>;
type Item = Stored<'podSecurity'>;
type Judged = 'baseline' | 'restricted';

/** A level, the version of it, and who asks. */
interface Ask {
  readonly level: Judged;
  readonly version: PolicyVersion;
  readonly by: string;
}

/**
 * What the levels that are asked for say to each workload. Labels of a namespace that could not be read may ask for any: its workloads are
 * missing then. Where the settings ask, labels do not count.
 */
export const podSecurity = derivation(
  'podSecurity',
  ({ workloads, namespaces, settings, kubernetesVersion }): Fact<'podSecurity'> => {
    if (!workloads.known) return workloads;
    const newest = newestOf(kubernetesVersion);
    const wanted = settings.podSecurity;
    const asking = wanted === undefined ? byLabels(namespaces) : bySettings(wanted);
    if ('known' in asking) return asking;
    const items: Item[] = [];
    const missing: Missing[] = [...workloads.missing];
    for (const workload of workloads.items) {
      const asks = asking.of(workload.namespace);
      if ('why' in asks) missing.push({ ...asks, id: definition.id(workload).id });
      else items.push(judged(workload, asks, newest));
    }
    return { known: true, items, missing };
  },
);

function judged({ specs, ...identity }: Workload, asks: readonly Ask[], newest: PolicyVersion): Item {
  const levels = asks.map(({ level, version, by }) => [
    level,
    { version: printed(version), by, specs: refusals(specs, { level, version }, newest) },
  ]);
  return { ...identity, ...Object.fromEntries(levels) };
}

interface Asking {
  readonly of: (namespace: string) => readonly Ask[] | Omit<Missing, 'id'>;
}

function bySettings({ level, version }: { readonly level: string; readonly version: string }): Asking {
  const asked = levelOf(level);
  if (asked === undefined || asked === 'privileged') return { of: () => [] };
  const parsed = versionOf(version.startsWith('1.') ? `v${version}` : version) ?? 'latest';
  return { of: () => [{ level: asked, version: parsed, by: 'asked for' }] };
}

function byLabels(namespaces: Fact<'namespaces'>): Asking | Unknown {
  if (!namespaces.known) return namespaces;
  const asks = new Map<string, ReturnType<Asking['of']>>();
  for (const { name, labels } of namespaces.items) asks.set(name, isUnknown(labels) ? reasonOf(labels) : ofLabels(labels));
  for (const { id, ...reason } of namespaces.missing) asks.set(id, reason);
  return { of: (namespace) => asks.get(namespace) ?? [] };
}

const reasonOf = ({ why, action }: Unknown): Omit<Missing, 'id'> => (action === undefined ? { why } : { why, action });

const modes: readonly Mode[] = ['enforce', 'audit', 'warn'];

/** Each level at the version of the strictest mode that names it; whoever enforces restricted enforces baseline with it. */
function ofLabels(labels: Readonly<Record<string, string>>): readonly Ask[] {
  const policies = podSecurityOf(labels);
  const asks = new Map<Judged, Ask>();
  for (const mode of modes) {
    const { level, version } = policies[mode];
    if (level === 'privileged' || !policies.given.includes(mode) || asks.has(level)) continue;
    if (mode !== 'enforce' && level === 'baseline' && asks.has('restricted')) continue;
    asks.set(level, { level, version, by: `the label ${mode} of its namespace` });
  }
  return [...asks.values()];
}
