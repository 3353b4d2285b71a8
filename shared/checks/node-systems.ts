/** Judges the systems of a node pool: what each of its distinct ones is, the worst of them, and what was not read. */
import type { Item } from '../facts/index.ts';
import { fail, type Judgement, notApplicable, pass, relyOn, type Severity } from './check.ts';
import { count, listed } from './words.ts';

export type NodePool = Item<'nodePools'>;
export type System = NodePool['systems'][number];

/** What is said of one system; `pass` and `other` where it is no finding, `other` where it cannot be judged at all. */
export interface Said {
  readonly grade: Severity | 'pass' | 'other';
  readonly says: string;
}

const grades = ['other', 'pass', 'low', 'medium', 'high', 'critical'] as const;
const rank = ({ grade }: Said): number => grades.indexOf(grade);

/**
 * One judgement on the pool: the worst of its systems. Less than `most` rests on every node having been read, and having reported.
 * @param most the check's own severity
 */
export function judgeSystems(pool: NodePool, most: Severity, of: (system: System) => Said): Judgement {
  const certain: { readonly system: System; readonly said: Said }[] = [];
  let unread: (() => void) | undefined;
  for (const system of pool.systems) {
    try {
      certain.push({ system, said: of(system) });
    } catch (error) {
      unread ??= () => {
        throw error;
      };
    }
  }
  const found = certain.sort((a, b) => rank(b.said) - rank(a.said));
  if (found[0]?.said.grade !== most) {
    unread?.();
    relyOn(pool.whole ?? true);
  }
  return judgement(found, most);
}

function judgement(found: readonly { readonly system: System; readonly said: Said }[], most: Severity): Judgement {
  const [worst] = found;
  if (worst === undefined || worst.said.grade === 'other')
    return notApplicable(listed([...new Set(found.map(({ said }) => said.says))], 3));
  const { grade } = worst.said;
  const same = found.filter(({ said }) => rank(said) >= (grade === 'pass' ? rank(worst.said) : grades.indexOf('low')));
  const because = listed([...new Set(same.map(({ said }) => said.says))], 3);
  const evidence = same.slice(0, 20).map(({ system, said }) => ({
    kind: 'node',
    id: listed(system.nodes, 3),
    says: `${said.says}, on ${count(system.count, 'node', 'nodes')}`,
  }));
  if (grade === 'pass') return pass(because, evidence);
  return fail(because, evidence, grade === most ? {} : { severity: grade });
}
