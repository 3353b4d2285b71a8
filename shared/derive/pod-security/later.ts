import { controls } from './controls/index.ts';
import { minorOf, type Policy, type PolicyVersion } from './policy.ts';

/** Controls of a policy's level that came after the version that it pins, and that the API server knows. */
export function laterControls({ level, version }: Policy, newest: PolicyVersion): readonly string[] {
  if (level === 'privileged') return [];
  const [pinned, known] = [minorOf(version), minorOf(newest)];
  return controls
    .filter((control) => level === 'restricted' || control.level === 'baseline')
    .filter(({ versions: [first] }) => first !== undefined && first.from > pinned && first.from <= known)
    .map(({ id }) => id);
}
