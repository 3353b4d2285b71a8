import type { Evidence } from '../../../checks/check.ts';
import { bounded, visible } from '../../text.ts';
import { number } from '../../words.ts';
import { type Icon, kindOf, opens, shortId } from './kinds.ts';
import { shownOf, type Way } from './ways.ts';

/** A step as it is drawn: a place is a box, a gate is what is passed between two of them. */
export interface Step {
  readonly role: 'place' | 'gate' | 'doubt' | 'left';
  readonly icon: Icon | undefined;
  readonly label: string;
  readonly id: string;
  readonly says: string;
  readonly opens: boolean;
  readonly goal: boolean;
}

/** UTF-16 units of a string that anyone can set: more is in the list of evidence. */
const longest = 300;
const text = (given: string): string => visible(bounded(given, longest));

const step = (role: Step['role'], given: Partial<Step>): Step => ({
  role,
  icon: undefined,
  label: '',
  id: '',
  says: '',
  opens: false,
  goal: false,
  ...given,
});

/** The steps of a way. `unless`: what is not known and may forbid it, drawn before the port. */
export function stepsOf(way: Way, unless: string | undefined): readonly Step[] {
  const { first, left, last } = shownOf(way);
  return [
    ...first.map(stepOf),
    ...(left > 0 ? [step('left', { label: `${number(left)} more`, says: 'in the list below' })] : []),
    ...last.slice(0, -1).map(stepOf),
    ...(unless === undefined ? [] : [step('doubt', { label: 'Not known', says: text(unless) })]),
    ...last.slice(-1).map((port) => ({ ...stepOf(port), goal: true })),
  ];
}

function stepOf(evidence: Evidence): Step {
  const { label, icon, isGate = false } = kindOf(evidence.kind);
  return step(isGate ? 'gate' : 'place', {
    icon,
    label: text(label),
    id: text(shortId(evidence.id)),
    says: text(evidence.says),
    opens: opens(evidence),
  });
}
